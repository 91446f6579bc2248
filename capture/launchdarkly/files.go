package launchdarkly

import (
	"io"
	"os"
	"slices"
	"strings"

	"segtap/mapping"
)

// part is what one text tells of a project: its own catalogue, or answers of
// the API.
type part struct {
	name string
	own  *mapping.Catalogue // nil: it is api
	api  *answers
}

// ReadFiles reads files as [Read] does, and joins them as [Merge] does. Pages of
// one list may be in several files: that things are missing is told of what no
// file has. What the system says of a file that cannot be opened is given as it
// is.
func ReadFiles(paths ...string) (*mapping.Catalogue, []string, error) {
	var parts []part
	for _, path := range paths {
		text, err := readBounded(path)
		if err != nil {
			return nil, nil, err
		}
		p, err := readPart(path, text)
		if err != nil {
			return nil, nil, err
		}
		parts = append(parts, p)
	}
	catalogue, warnings := join(parts)
	return catalogue, warnings, nil
}

// readBounded reads a file, and of one that is too large so much that this
// shows.
func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, MaxBody+1))
}

// join makes one catalogue of parts. Which lists are whole is asked of all pages
// together.
func join(parts []part) (*mapping.Catalogue, []string) {
	var warnings []string
	var catalogues []*mapping.Catalogue
	metrics := pagesOf{what: "metrics"}
	experiments := pagesOf{what: "experiments"}
	var environments []string
	for _, p := range parts {
		c := p.own
		if p.api != nil {
			var odd []string
			c, odd = p.api.catalogue()
			for _, w := range odd {
				warnings = append(warnings, outside(p.name)+": "+w)
			}
			metrics.take(p.name, &p.api.metricPages, p.api.metricsSkipped, keysOf(c.Metrics, func(m *mapping.Metric) string { return m.Key }))
			experiments.take(p.name, &p.api.experimentPages, p.api.experimentsSkipped, keysOf(c.Experiments, experimentID))
			environments = append(environments, p.api.environments()...)
		}
		catalogues = append(catalogues, c)
	}
	catalogue, differ := merge(catalogues)
	if len(catalogues) == 1 {
		catalogue = catalogues[0] // as it was read
	}
	warnings = append(warnings, differ...)
	catalogue.MetricsPartial = catalogue.MetricsPartial || metrics.pages > 0 && !metrics.complete()
	slices.Sort(environments)
	if experiments.complete() && len(slices.Compact(environments)) <= 1 {
		catalogue.ExperimentsKnown = true
	}
	return catalogue, append(warnings, append(metrics.missing(), experiments.missing()...)...)
}

func keysOf[T any](items []T, key func(*T) string) []string {
	keys := make([]string, len(items))
	for i := range items {
		keys[i] = key(&items[i])
	}
	return keys
}

// pagesOf is what several files have of one list.
type pagesOf struct {
	coverage
	what  string
	files []string // that have pages of it
	seen  map[string]bool
}

// take adds what a file has: its pages, the keys on them and alone, and how many
// things without a key.
func (l *pagesOf) take(file string, pages *coverage, skipped int, keys []string) {
	if pages.pages > 0 {
		l.files = append(l.files, outside(file))
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	for _, key := range keys {
		if !l.seen[key] {
			l.seen[key] = true
			l.given++
		}
	}
	l.given += skipped
	l.join(pages)
}

// missing says what no file has.
func (l *pagesOf) missing() []string {
	warnings := l.tell(l.what)
	for i, w := range warnings {
		warnings[i] = strings.Join(l.files, ", ") + ": " + w
	}
	return warnings
}
