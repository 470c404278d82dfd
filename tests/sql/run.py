"""Queries of `shanwai records sql` on real engines: the private report and the published tables are those that the records give.

run.py SHANWAI SITE. SITE is copied; a second site, made here, has what is awkward: leading zeros, empty cells, groups, holdings,
filters, decimals, records of nobody. The private report holds every cell and margin unprotected, so that equal reports mean equal cubes.
"""
import csv
import glob
import json
import os
import pathlib
import pwd
import random
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, SITE = sys.argv[1], pathlib.Path(sys.argv[2])
passed = failed = 0
work = pathlib.Path(tempfile.mkdtemp(prefix="shanwai-sql-"))
os.chmod(work, 0o755)


def judge(name, good, why=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"  E {name}: {why[-1500:]}")


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def shanwai(site, *arguments):
    return run(PROGRAM, "--root", str(site), "--lang", "en", *arguments)


# ── sites ──────────────────────────────────────────────────────────────────

CATALOG = """facts = "facts.toml"
indicators = "indicators.toml"

[unit.n]
kind = "other"
name = { zh = "个", en = "n" }
words = { zh = "个", en = "n" }

[dimension.place]
name = { zh = "地方", en = "Place" }
codes = [
  { code = "0", name = { zh = "全境", en = "All" } },
  { code = "01", name = { zh = "一", en = "One" }, parent = "0" },
  { code = "010", name = { zh = "十", en = "Ten" }, parent = "0" },
  { code = "1", name = { zh = "别处", en = "Elsewhere" } },
]

[dimension.kind]
name = { zh = "种类", en = "Kind" }
codes = [
  { code = "a", name = { zh = "甲", en = "a" } },
  { code = "A", name = { zh = "乙", en = "A" } },
  { code = "x.y-z_", name = { zh = "丙", en = "x" } },
]

[records.odd]
FILE
synthetic = true
person = "the \\"key\\""
holding = "集团"
[records.odd.columns]
"the \\"key\\"" = { kind = "key", optional = true }
"集团" = { kind = "key", optional = true }
place = { dimension = "place" }
kind = { dimension = "kind", optional = true }
"select" = { kind = "decimal", places = 2, optional = true }

[[cube]]
id = "places"
records = "odd"
dimensions = ["place"]
threshold = 3
[[cube.measure]]
id = "rows"
name = { zh = "行", en = "rows" }
unit = "n"
of = "rows"
[[cube.measure]]
id = "people"
name = { zh = "人", en = "people" }
unit = "n"
of = "distinct"

[[cube]]
id = "money"
records = "odd"
where = { kind = ["a", "x.y-z_"] }
dimensions = ["kind", "place"]
threshold = 3
[[cube.measure]]
id = "money"
name = { zh = "钱", en = "money" }
unit = "n"
of = "sum:select"
"""


def awkward(site):
    """A site of its own, and its records as a list of lists, None where nothing is."""
    shutil.copytree(pathlib.Path(__file__).parent.parent / "broken/base", site)
    for name in ("content/charts.toml", "data/facts.toml", "data/indicators.toml"):
        (site / name).write_text("")
    settings = site / "content/site.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('headline = ["camp-children"]', "headline = []"), encoding="utf-8")
    catalog = CATALOG.replace("FILE", 'file = "synthetic/SYNTHETIC_odd.csv"')
    (site / "data/catalog.toml").write_text(catalog, encoding="utf-8")
    dice = random.Random(7)
    rows = []
    for _ in range(600):
        person = None if dice.random() < 0.1 else f"p{dice.randrange(150):03}"
        holding = f"p{dice.randrange(9):03}" if dice.random() < 0.2 else None
        place = dice.choice(["0", "01", "010", "1"])
        kind = None if dice.random() < 0.1 else dice.choice(["a", "A", "x.y-z_"])
        amount = None if dice.random() < 0.1 else f"{dice.randrange(99999)}.{dice.randrange(100):02}"
        rows.append([person, holding, place, kind, amount])
    (site / "data/synthetic").mkdir(exist_ok=True)
    with open(site / "data/synthetic/SYNTHETIC_odd.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([['the "key"', "集团", "place", "kind", "select"], *rows])


def records_of(site):
    """Name of the records, file, and the line of the catalogue that names it."""
    catalog = (site / "data/catalog.toml").read_text(encoding="utf-8")
    return re.findall(r'^\[records\.([\w-]+)\]\n(file = "([^"]+)")', catalog, re.M)


def report(site):
    """The private report without the hash and the path of the records."""
    done = shanwai(site, "protect", "--report")
    path = site / "data/private/protection/report.json"
    if done.returncode or not path.exists():
        return None, done.stdout + done.stderr
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    path.unlink()

    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("path", "sha256", "file", "catalog_sha256")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return bare(document), text


# ── engines ────────────────────────────────────────────────────────────────

def load(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], [[cell or None for cell in row] for row in rows[1:]]


def mark(name, sign):
    return sign + name.replace(sign, sign * 2) + sign


class DuckDB:
    dialect, form = "duckdb", "parquet"

    def __init__(self):
        import duckdb
        self.base = duckdb.connect()

    def put(self, table, path):
        self.base.execute(f"CREATE OR REPLACE TABLE {mark(table, chr(34))} AS SELECT * FROM read_csv(?, all_varchar = true, header = true)", [str(path)])

    def ask(self, query, path):
        self.base.execute(f"COPY ({query.rstrip().rstrip(';')}) TO '{path}' (FORMAT parquet)")

    def stop(self):
        self.base.close()


class PostgreSQL:
    dialect, form = "postgresql", "csv"

    def __init__(self):
        self.bin = max(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[-2]))
        self.data, self.socket = work / "pg", work / "socket"
        self.data.mkdir(), self.socket.mkdir()
        self.user = []
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            user = pwd.getpwnam("postgres")
            for folder in (self.data, self.socket):
                os.chown(folder, user.pw_uid, user.pw_gid)
            self.user = ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
        self.call("initdb", "-D", self.data, "-U", "test", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.socket} -c fsync=off"
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", options, "start")

    def call(self, name, *arguments):
        done = subprocess.run([*self.user, f"{self.bin}/{name}", *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def psql(self, text, out=None):
        command = [f"{self.bin}/psql", "-h", str(self.socket), "-U", "test", "-d", "postgres", "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        if out:
            out.write_text(done.stdout, encoding="utf-8")

    def put(self, table, path):
        names = ", ".join(mark(name, '"') + " text" for name in load(path)[0])
        text = pathlib.Path(path).read_text(encoding="utf-8-sig")
        table = mark(table, '"')
        self.psql(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({names});\nCOPY {table} FROM STDIN (FORMAT csv, HEADER);\n{text}\\.\n")

    def ask(self, query, path):
        self.psql(query, path)

    def stop(self):
        self.call("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


class Spark:
    dialect, form = "spark", "parquet"

    def __init__(self):
        from pyspark.sql import SparkSession
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
        builder = builder.config("spark.sql.warehouse.dir", str(work / "warehouse")).config("spark.driver.memory", "1g").config("spark.driver.bindAddress", "127.0.0.1")
        self.base = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.log.level", "ERROR").getOrCreate()

    def put(self, table, path):
        from pyspark.sql.types import StringType, StructField, StructType
        names, rows = load(path)
        schema = StructType([StructField(name, StringType()) for name in names])
        self.base.createDataFrame(rows, schema).createOrReplaceTempView(table)

    def ask(self, query, path):
        folder = work / "spark-answer"
        self.base.sql(query.rstrip().rstrip(";")).coalesce(1).write.mode("overwrite").option("compression", "none").parquet(str(folder))
        shutil.copy(glob.glob(f"{folder}/part-*.parquet")[0], path)

    def stop(self):
        self.base.stop()


def counted(engine, site, look, expected):
    """The same site with answers in place of its records."""
    name = f"{engine.dialect}, {site.name}"
    copy = work / f"{engine.dialect}-{site.name}"
    shutil.copytree(site, copy)
    catalog = (copy / "data/catalog.toml").read_text(encoding="utf-8")
    for records, line, file in records_of(site):
        query = shanwai(site, "records", "sql", records, "--dialect", engine.dialect)
        if query.returncode:
            return judge(name, False, query.stderr + query.stdout)
        engine.put(records, site / "data" / file)
        target = copy / f"data/private/SYNTHETIC-{records}.{engine.form}"
        target.parent.mkdir(exist_ok=True)
        engine.ask(query.stdout, target)
        catalog = catalog.replace(line, f'counts = "private/{target.name}"')
        # Nothing may come from the records any more.
        (copy / "data" / file).unlink()
    (copy / "data/catalog.toml").write_text(catalog, encoding="utf-8")
    got, said = look(copy)
    judge(f"{name}: as from the records", got is not None and got == expected, said if got is None else "they differ")


def published(site):
    """The published tables: of a large site they are made sooner than the report, which also looks for better settings."""
    done = shanwai(site, "build", "--quiet")
    if done.returncode:
        return None, done.stderr + done.stdout
    return {str(p.relative_to(site)): p.read_bytes() for p in sorted((site / "public/data").rglob("*.csv"))}, "no tables"


def main():
    main_site, odd = work / "main", work / "odd"
    main_site.mkdir()
    for folder in ("content", "data", "static", "themes"):
        if (SITE / folder).is_dir():
            shutil.copytree(SITE / folder, main_site / folder, ignore=shutil.ignore_patterns("private"))
    awkward(odd)
    cases = []
    for site, look in ((odd, report), (main_site, published)):
        expected, said = look(site)
        judge(f"{site.name}: from the records", bool(expected), said)
        if expected:
            cases.append((site, look, expected))
    engines = [PostgreSQL, DuckDB]
    if shutil.which("java") and not run(sys.executable, "-c", "import pyspark").returncode:
        engines.append(Spark)
    else:
        print("  Spark skipped: Java or pyspark is not here")
    for kind in engines:
        try:
            engine = kind()
        except Exception as error:  # every trouble of an engine is a failure, told with its words
            judge(kind.__name__, False, str(error))
            continue
        for site, look, expected in cases:
            try:
                counted(engine, site, look, expected)
            except Exception as error:
                judge(f"{kind.__name__}, {site.name}", False, str(error))
        engine.stop()


try:
    main()
finally:
    shutil.rmtree(work, ignore_errors=True)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
