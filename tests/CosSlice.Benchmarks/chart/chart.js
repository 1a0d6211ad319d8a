// Reads the rows of the results as JSON on standard input and writes a chart as SVG on standard output.
//
// [{ "section": "One file", "client": "curl", "isOurs": false,
//    "rate": { "median": 1, "minimum": 1, "maximum": 1 }, "cpu": { ... } }]

import { json } from 'node:stream/consumers';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';

const ours = '#d1495b';
const others = '#5b7c99';

const rows = await json(process.stdin);
const sections = [...new Set(rows.map(row => row.section))];
const specification = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    config: { font: 'sans-serif', axis: { labelLimit: 240 }, view: { stroke: null }, concat: { spacing: 30 } },
    vconcat: sections.map(section => ({
        title: { text: section, anchor: 'start' },
        hconcat: [
            panel(section, 'rate', 'MiB/s: median, minimum and maximum', 330, true),
            panel(section, 'cpu', 'CPU seconds a GiB', 190, false),
        ],
    })),
};

const view = new View(parse(compile(specification).spec), { renderer: 'none' });
process.stdout.write(await view.toSVG());

/** One figure of all clients of a section, as bars with a line from the smallest to the largest. */
function panel(section, figure, title, width, hasNames) {
    const values = rows.filter(row => row.section === section).map(row => ({ client: row.client, isOurs: row.isOurs, ...row[figure] }));
    const y = { field: 'client', type: 'nominal', sort: null, title: null, axis: hasNames ? { ticks: false, domain: false } : null };
    const x = field => ({ field, type: 'quantitative', title });
    return {
        data: { values },
        width,
        height: { step: 22 },
        encoding: { y },
        layer: [
            {
                mark: { type: 'bar', height: 13 },
                encoding: {
                    x: x('median'),
                    color: { condition: { test: 'datum.isOurs', value: ours }, value: others },
                },
            },
            { mark: { type: 'rule', color: '#222222' }, encoding: { x: x('minimum'), x2: { field: 'maximum' } } },
        ],
    };
}
