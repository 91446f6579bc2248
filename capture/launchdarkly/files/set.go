package files

import (
	"slices"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/regular"
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
)

// part is what one text tells of a project: its own catalogue, or answers of
// the API.
type part struct {
	name string
	own  *catalogue.Catalogue // nil: it is api
	api  *answers
	// warnings are what is odd in what is own.
	warnings []string
	// placed are those that say where in the part they stand.
	placed []string
}

// Files are what files tell of a project, each as it was read.
type Set struct{ parts []part }

// Read reads files of at most [launchdarkly.MaxBody] bytes as [ReadText] does. What the
// system says of a file that cannot be opened is given as it is.
func Read(files ...regular.File) (*Set, error) {
	var f Set
	for _, file := range files {
		dir, only, ok, err := moduleOf(file)
		if err != nil {
			return nil, err
		}
		if only != "" { // what is wrong with the very file that was named
			if _, err := file.Read(module.MaxFile); err != nil {
				return nil, err
			}
		}
		if ok {
			p, err := readModule(dir, only)
			if err != nil {
				return nil, err
			}
			f.parts = append(f.parts, p)
			continue
		}
		text, err := file.Read(launchdarkly.MaxBody)
		if err != nil {
			return nil, err
		}
		p, err := readPart(file.Path, text)
		if err != nil {
			return nil, err
		}
		f.parts = append(f.parts, p)
	}
	return &f, nil
}

// Join makes one catalogue of the files, in their order, and of what was pulled
// behind them, if anything: of two things with one key the later counts. What a
// whole pull or all pages of a list do not have any more, though earlier ones
// did, is gone; what a person wrote stays. Pages of one list may be in several
// files: that things are missing is told of what no file has. The warnings are a
// sentence each, safe to print. Nothing is changed; nil files and nothing pulled
// give nil. Things are
// sorted by key.
func (f *Set) Join(pulled *catalogue.Catalogue) (*catalogue.Catalogue, []string) {
	var parts []part
	if f != nil {
		parts = slices.Clip(f.parts)
	}
	if pulled != nil {
		parts = append(parts, part{own: pulled})
	}
	if len(parts) == 0 {
		return nil, nil
	}
	catalogue, warnings := join(parts)
	return catalogue, append(append(warnings, unresolved(catalogue)...), keyless(catalogue)...)
}

// join makes one catalogue of parts. All answers of the API count as one part,
// at the place of the last of them: a list may go over several files.
func join(parts []part) (*catalogue.Catalogue, []string) {
	if len(parts) == 1 && parts[0].own != nil {
		return parts[0].own, parts[0].odd(parts[0].warnings) // as it was read
	}
	var sources, pages []source
	var warnings []string
	metrics := pagesOf{what: "metrics"}
	experiments := pagesOf{what: "experiments"}
	at, partial := 0, false
	for _, p := range parts {
		if p.api == nil {
			sources = append(sources, sourceOf(p.own))
			warnings = append(warnings, p.odd(p.warnings)...)
			continue
		}
		c, odd := p.api.catalogue()
		warnings = append(warnings, p.odd(odd)...)
		metrics.take(p.name, &p.api.metricPages, p.api.metricsSkipped, keysOf(c.Metrics, func(m *catalogue.Metric) string { return m.Key }))
		experiments.take(p.name, &p.api.experimentPages, p.api.experimentsSkipped, keysOf(c.Experiments, launchdarkly.ExperimentID))
		pages = append(pages, source{Catalogue: c})
		at, partial = len(sources), partial || p.api.lacking
	}
	if len(pages) > 0 {
		c, differ := merge(pages)
		warnings = append(warnings, differ...)
		all := source{Catalogue: c, asked: true, allMetrics: metrics.complete()}
		c.MetricsPartial = metrics.pages > 0 && !all.allMetrics
		all.allExperiments = experiments.complete() && !partial && !slices.ContainsFunc(c.Experiments, func(e catalogue.Experiment) bool { return e.Environment != c.Environment })
		c.ExperimentsKnown = all.allExperiments
		sources = slices.Insert(sources, at, all)
	}
	catalogue, differ := merge(sources)
	warnings = append(warnings, differ...)
	return catalogue, append(warnings, append(metrics.missing(), experiments.missing()...)...)
}

// odd names the file in what is odd in it.
func (p *part) odd(warnings []string) []string {
	named := slices.Clip(p.placed)
	for _, w := range warnings {
		named = append(named, prose.Outside(p.name)+": "+w)
	}
	return named
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
		l.files = append(l.files, prose.Outside(file))
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
