package exposition

import (
	"math"
	"strconv"
	"strings"
)

// ContentType is that of a page.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Page is a page in the making. The zero Page is empty.
type Page struct {
	text []byte
	name string // of the family that samples are of
}

// Bytes returns the page.
func (p *Page) Bytes() []byte { return p.text }

// Counter begins a family whose samples only grow while the program runs, and Gauge one of others.
func (p *Page) Counter(name, help string) { p.begin(name, help, "counter") }
func (p *Page) Gauge(name, help string)   { p.begin(name, help, "gauge") }

func (p *Page) begin(name, help, kind string) {
	p.name = name
	p.text = append(append(append(append(append(p.text, "# HELP "...), name...), ' '), escapeHelp.Replace(help)...), '\n')
	p.text = append(append(append(append(append(p.text, "# TYPE "...), name...), ' '), kind...), '\n')
}

var (
	escapeHelp  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	escapeLabel = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

// Sample adds a sample to the family, with labels by name and value in turns.
func (p *Page) Sample(value float64, labels ...string) { p.sample("", value, labels) }

func (p *Page) sample(suffix string, value float64, labels []string) {
	p.text = append(append(p.text, p.name...), suffix...)
	for i := 0; i+1 < len(labels); i += 2 {
		if i == 0 {
			p.text = append(p.text, '{')
		} else {
			p.text = append(p.text, ',')
		}
		p.text = append(append(append(append(p.text, labels[i]...), '=', '"'), escapeLabel.Replace(labels[i+1])...), '"')
	}
	if len(labels) > 0 {
		p.text = append(p.text, '}')
	}
	p.text = append(append(append(p.text, ' '), number(value)...), '\n')
}

// Histogram adds a family of one histogram: how many observations were at most each of the bounds and
// above the one before, and at last those above all of them, and what they come to together.
func (p *Page) Histogram(name, help string, bounds []float64, counts []uint64, sum float64) {
	p.begin(name, help, "histogram")
	all := uint64(0)
	for i, n := range counts {
		all += n
		bound := math.Inf(1)
		if i < len(bounds) {
			bound = bounds[i]
		}
		p.sample("_bucket", float64(all), []string{"le", number(bound)})
	}
	p.sample("_sum", sum, nil)
	p.sample("_count", float64(all), nil)
}

// number is a number as Prometheus writes it.
func number(v float64) string {
	if math.IsInf(v, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
