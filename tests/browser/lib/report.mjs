// Counts what held and keeps what did not. One line per failure: the check, the place, what is wrong.

/** Failures shown of one check; a fault in the frame of the site would otherwise say the same 200 times. */
const SHOWN = 8;

export class Report {
  constructor() {
    this.passed = 0;
    this.failures = [];
    this.check = '';
  }

  /** Counts one observation at `place`; `wrong` is a text, a list of texts, or something falsy when all is well. */
  judge(place, wrong) {
    const faults = [wrong].flat().filter(Boolean);
    if (faults.length === 0) {
      this.passed += 1;
      return;
    }
    const text = faults.slice(0, 3).join(' | ') + (faults.length > 3 ? ` | and ${faults.length - 3} more` : '');
    this.failures.push({ check: this.check, place, text });
  }

  /** Failures of one check, as printed. */
  lines(check) {
    const mine = this.failures.filter((failure) => failure.check === check);
    const shown = mine.slice(0, SHOWN).map(({ place, text }) => `    ${place}: ${text}`);
    return mine.length > SHOWN ? [...shown, `    … and ${mine.length - SHOWN} more places`] : shown;
  }
}
