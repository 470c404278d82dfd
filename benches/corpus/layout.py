#!/usr/bin/env python3
"""Lay the neutral corpus out for a generator.   layout.py --to shanwai|hugo|zola --corpus DIR --out DIR
URLs are the same in all three: zh at /, en at /en/ ; /stories/<slug>/ etc.
For shanwai, links lose their language and the tags, which it has no field for, stand in the text; the search index that
Zola and Hugo write has no counterpart."""
import argparse, json, os, re, shutil, sys
HERE = os.path.dirname(os.path.abspath(__file__))
ap = argparse.ArgumentParser(); ap.add_argument("--to", required=True); ap.add_argument("--corpus", required=True); ap.add_argument("--out", required=True)
a = ap.parse_args()
meta = json.load(open(f"{a.corpus}/meta.json"))
KINDS = meta["kinds"]
UI = {  # key: (zh, en)
 "site_title": ("山外项目公开报告", "Open programme report"), "site_desc": ("项目、故事与开放数据", "Projects, stories and open data"),
 "stories": ("故事", "Stories"), "projects": ("项目", "Projects"), "counties": ("县区", "Counties"), "home": ("首页", "Home"),
 "region": ("地区", "Region"), "programme": ("项目类别", "Programme"), "other_lang": ("English", "中文"), "date": ("日期", "Date"),
 "tags": ("标签", "Tags"), "contents": ("目录", "Contents"), "data_table": ("数据表", "Data table"), "download": ("下载 CSV", "Download CSV"),
 "prev": ("上一篇", "Previous"), "next": ("下一篇", "Next"), "page": ("页", "Page"), "words": ("字数", "Words"), "latest": ("最新", "Latest"), "footer": ("数据以发布版本为准", "Figures are those of the published release")}
for s, zh, en in meta["regions"]: UI["region-" + s] = (zh, en)
for s, zh, en in meta["programmes"]: UI["programme-" + s] = (zh, en)
def q(s): return json.dumps(s, ensure_ascii=False)
def w(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f: f.write(text)
o = a.out
if os.path.exists(o): shutil.rmtree(o)
os.makedirs(o)
recs = (json.loads(l) for l in open(f"{a.corpus}/pages.jsonl", encoding="utf-8"))
SEC = {"stories": UI["stories"], "projects": UI["projects"], "counties": UI["counties"]}
if a.to in ("hugo", "zola"):
    os.makedirs(f"{o}/static"); shutil.copytree(f"{a.corpus}/data", f"{o}/static/data"); shutil.copy(f"{HERE}/peers/style.css", f"{o}/static/style.css")
if a.to == "hugo":
    shutil.copytree(f"{HERE}/peers/hugo/layouts", f"{o}/layouts")
    shutil.copy(f"{HERE}/peers/hugo/hugo.toml", f"{o}/hugo.toml")
    for li, l in enumerate(("zh", "en")):
        w(f"{o}/i18n/{l}.toml", "".join(f"[{k}]\nother = {q(v[li])}\n" for k, v in UI.items()))
        w(f"{o}/content/{l}/_index.md", f"+++\ntitle = {q(UI['site_title'][li])}\n+++\n")
        for s, t in SEC.items(): w(f"{o}/content/{l}/{s}/_index.md", f"+++\ntitle = {q(t[li])}\ndescription = {q(t[li])}\n+++\n")
        os.makedirs(f"{o}/content/{l}", exist_ok=True)
    for r in recs:
        w(f"{o}/content/{r['lang']}/{KINDS[r['kind']]}/{r['slug']}.md",
          f"+++\ntitle = {q(r['title'])}\ndate = {r['date']}\ndescription = {q(r['summary'])}\nregion = [{q(r['region'])}]\nprogramme = [{q(r['programme'])}]\n"
          f"[params]\nlabels = {q(r['tags'])}\ncsv = {q(r['csv'])}\nkindname = {q(r['kind'])}\n+++\n\n{r['body']}")
elif a.to == "zola":
    shutil.copytree(f"{HERE}/peers/zola/templates", f"{o}/templates")
    cfg = open(f"{HERE}/peers/zola/config.toml", encoding="utf-8").read()
    for li, l in enumerate(("zh", "en")):
        cfg += f"\n[{'translations' if l == 'zh' else 'languages.en.translations'}]\n" + "".join(f"{k} = {q(v[li])}\n" for k, v in UI.items())
        sfx = "" if l == "zh" else ".en"
        w(f"{o}/content/_index{sfx}.md", f"+++\ntitle = {q(UI['site_title'][li])}\nsort_by = \"date\"\n+++\n")
        for s, t in SEC.items(): w(f"{o}/content/{s}/_index{sfx}.md", f"+++\ntitle = {q(t[li])}\ndescription = {q(t[li])}\nsort_by = \"date\"\npaginate_by = 20\n+++\n")
    w(f"{o}/config.toml", cfg)
    for r in recs:
        w(f"{o}/content/{KINDS[r['kind']]}/{r['slug']}{'' if r['lang'] == 'zh' else '.en'}.md",
          f"+++\ntitle = {q(r['title'])}\ndate = {r['date']}\ndescription = {q(r['summary'])}\n[taxonomies]\nregion = [{q(r['region'])}]\nprogramme = [{q(r['programme'])}]\n"
          f"[extra]\nlabels = {q(r['tags'])}\ncsv = {q(r['csv'])}\nkindname = {q(r['kind'])}\n+++\n\n{r['body']}")
elif a.to == "shanwai":
    def both(key): return f"{{ zh = {q(UI[key][0])}, en = {q(UI[key][1])} }}"
    shutil.copytree(f"{HERE}/theme", f"{o}/themes/bench")
    os.makedirs(f"{o}/static"); shutil.copytree(f"{a.corpus}/data", f"{o}/static/data")
    cfg = f'''languages = ["zh", "en"]
title = {both("site_title")}
description = {both("site_desc")}
place = {{ zh = "湖南省", en = "Hunan" }}
base_url = "https://example.org/"
paginate = 20
[theme]
name = "bench"
[checks]
unbound_numbers = "off"
[publisher]
name = {both("site_desc")}
[licence]
name = "CC BY 4.0"
url = "https://creativecommons.org/licenses/by/4.0/"
'''
    for address, key in (("", "home"), ("stories/", "stories"), ("projects/", "projects"), ("counties/", "counties"), ("region/", "region"), ("programme/", "programme")):
        cfg += f"[[navigation]]\naddress = {q(address)}\nlabel = {both(key)}\n"
    for taxonomy in ("region", "programme"):
        cfg += f"[[taxonomy]]\nid = {q(taxonomy)}\nname = {both(taxonomy)}\n"
        for slug, *_ in meta[taxonomy + "s"]: cfg += f"[[taxonomy.term]]\nid = {q(slug)}\nname = {both(taxonomy + '-' + slug)}\n"
    w(f"{o}/content/site.toml", cfg)
    # Stories need a consent: an invented one, for stories that nobody lived.
    CONSENT = 'consent = "BENCH-1"\ncomposite = true\n'
    w(f"{o}/data/synthetic/consents/BENCH-1.toml", '''synthetic = true
stage = "8-13"
guardian = true
child = true
web = true
media = ["text"]
languages = ["zh", "en"]
date = 2000-01-01
expires = 2100-01-01
reviewer = "bench"
''')
    for li, l in enumerate(("zh", "en")):
        w(f"{o}/content/index.{l}.md", f"+++\ntitle = {q(UI['site_title'][li])}\ndescription = {q(UI['site_desc'][li])}\n+++\n")
        for s, t in SEC.items(): w(f"{o}/content/{s}/index.{l}.md", f"+++\ntitle = {q(t[li])}\ndescription = {q(t[li])}\n+++\n")
    kinds = "|".join(KINDS.values())
    for r in recs:
        li = 0 if r["lang"] == "zh" else 1
        body = re.sub(rf"\]\((?:/en)?/({kinds})/", r"](/\1/", r["body"])
        download = f"[{UI['download'][li]}](/static/{r['csv']})"
        w(f"{o}/content/{KINDS[r['kind']]}/{r['slug']}.{r['lang']}.md",
          f"+++\ntitle = {q(r['title'])}\ndescription = {q(r['summary'])}\ndate = {r['date']}\ntable = {q('static/' + r['csv'])}\n{CONSENT if r['kind'] == 'story' else ''}"
          f"[taxonomies]\nregion = [{q(r['region'])}]\nprogramme = [{q(r['programme'])}]\n+++\n\n{UI['tags'][li]} {' '.join(r['tags'])} · {download}\n\n{body}")
else: sys.exit("--to shanwai|hugo|zola")
