// html-validate over every page: the recommended and document rules, with the exceptions below.
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

export const name = 'html-validate';

/** What the statement of accessibility says of this check. */
export const about = {
  name: { zh: '网页代码', en: 'Markup' },
  scope: { zh: '所有页面；html-validate的推荐规则，只有少数几条注明理由后停用', en: 'Every page; the recommended rules of html-validate but for a few that are off for stated reasons' },
};

const RULES = {
  'long-title': 'off', // a Chinese title is short in signs and its English twin need not be cut
  'valid-id': ['error', { relaxed: true }], // cells have the codes of their dimensions in their anchors: cell.2023.431202.children
  'no-inline-style': 'error',
  'require-sri': 'off', // every file of a page is the site's own
  'no-trailing-whitespace': 'off', // no reader sees it
  'no-raw-characters': ['error', { relaxed: true }],
  'void-style': ['error', { style: 'omit' }],
  'prefer-native-element': ['error', { exclude: ['img', 'region'] }], // an inline drawing has no native element; a frame that scrolls is no section
  'svg-focusable': 'off', // for browsers that are no more
};

export async function run({ site, report }) {
  const loader = new StaticConfigLoader({ extends: ['html-validate:recommended', 'html-validate:document'], elements: ['html5'], rules: RULES });
  const validator = new HtmlValidate(loader);
  for (const page of site.pages) {
    const { results } = await validator.validateString(page.html, page.file);
    report.judge(page.file, results.flatMap((result) => result.messages).map((message) => `line ${message.line}: ${message.ruleId}: ${message.message}`));
  }
}
