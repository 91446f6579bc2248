package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/regular"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
)

// readAlone reads one text.
func readAlone(name string, text []byte) (*catalogue.Catalogue, []string, error) {
	p, err := readPart(name, text)
	if err != nil {
		return nil, nil, err
	}
	catalogue, warnings := join([]part{p})
	return unplaced(catalogue), warnings, nil
}

// unplaced gives a catalogue without the places of its metrics, each of which has one:
// what they are is tested in places_test.go.
func unplaced(c *catalogue.Catalogue) *catalogue.Catalogue {
	for i := range c.Metrics {
		if at := c.Metrics[i].Place; at.File == "" || at.Line < 1 || at.Column < 1 {
			panic("a metric of a file is nowhere in it: " + c.Metrics[i].Key)
		}
		c.Metrics[i].Place = origin.Place{}
	}
	return c
}

// readFiles reads files and joins them.
func readFiles(paths ...string) (*catalogue.Catalogue, []string, error) {
	var files []regular.File
	for _, path := range paths {
		files = append(files, regular.File{Path: path})
	}
	f, err := Read(files...)
	if err != nil {
		return nil, nil, err
	}
	catalogue, warnings := f.Join(nil)
	return unplaced(catalogue), warnings, nil
}

// merged joins catalogues.
func merged(catalogues ...*catalogue.Catalogue) (*catalogue.Catalogue, []string) {
	var f Set
	for _, c := range catalogues {
		f.parts = append(f.parts, part{own: c})
	}
	return f.Join(nil)
}

func TestPagesInSeveralFiles(t *testing.T) {
	page := func(of, key, rest string) string {
		return `{"items":[{"key":"` + key + `"}]` + rest + `,"_links":{"self":{"href":"/api/v2/` + of + `"}}}`
	}
	const metrics, experiments = "metrics/p", "projects/p/environments/e/experiments"
	for _, test := range []struct {
		name     string
		files    []string
		known    bool
		warnings []string // in this order
	}{
		{"both pages of the metrics", []string{page(metrics, "a", `,"totalCount":2`), page(metrics, "b", `,"totalCount":2`)}, false, nil},
		{
			"two of three",
			[]string{page(metrics, "a", `,"totalCount":3`), page(metrics, "b", `,"totalCount":3`)},
			false,
			[]string{"0.json, 1.json: it has 2 of 3 metrics"},
		},
		{
			"the same page twice",
			[]string{page(metrics, "a", `,"totalCount":2`), page(metrics, "a", `,"totalCount":2`)},
			false,
			[]string{"it has 1 of 2 metrics"},
		},
		{
			"a half of each",
			[]string{page(metrics, "a", `,"totalCount":2`), page(experiments, "x", `,"total_count":2`)},
			false,
			[]string{"0.json: it has 1 of 2 metrics", "1.json: it has 1 of 2 experiments"},
		},
		{
			"an experiment without the metrics of its group",
			[]string{`{"items":[{"key":"x","environmentKey":"e","_creationDate":1,"currentIteration":{"status":"running","metrics":[{"key":"g","isGroup":true}]}}],"total_count":1,"_links":{"self":{"href":"/api/v2/` + experiments + `"}}}`},
			false,
			[]string{"whose metrics were not given"},
		},
		{"experiments on two pages", []string{page(experiments, "x", `,"total_count":2`), page(experiments, "y", `,"total_count":2`)}, true, nil},
		{"experiments beside a file by hand", []string{"metrics: {a: A}", page(experiments, "x", `,"total_count":1`)}, true, nil},
		{"one experiment page of two", []string{page(experiments, "x", `,"total_count":2`), "metrics: {a: A}"}, false, []string{"1 of 2 experiments"}},
		{
			"experiments of two environments",
			[]string{page(experiments, "x", `,"total_count":1`), page("projects/p/environments/f/experiments", "y", `,"total_count":1`)},
			false,
			[]string{"different environments"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			var paths []string
			for i, text := range test.files {
				// Of an experiment its page alone says where it is.
				if strings.Contains(text, experiments) || strings.Contains(text, "/f/") {
					env := "e"
					if strings.Contains(text, "/f/") {
						env = "f"
					}
					text = strings.Replace(text, `"}]`, `","environmentKey":"`+env+`","_creationDate":1,"currentIteration":{"status":"stopped","metrics":[]}}]`, 1)
				}
				path := filepath.Join(dir, string(rune('0'+i))+".json")
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, path)
			}
			c, warnings, err := readFiles(paths...)
			if err != nil {
				t.Fatal(err)
			}
			if c.ExperimentsKnown != test.known {
				t.Errorf("experiments known: %v", c.ExperimentsKnown)
			}
			if len(warnings) != len(test.warnings) {
				t.Fatalf("warnings %q, want %q", warnings, test.warnings)
			}
			for i, want := range test.warnings {
				if got := strings.ReplaceAll(warnings[i], dir+string(filepath.Separator), ""); !strings.Contains(got, want) {
					t.Errorf("warning %q, want %q", got, want)
				}
			}
		})
	}
}

func TestPagesWithoutATotalAreJoinedByTheirLinks(t *testing.T) {
	first := `{"items":[{"key":"a","eventKey":"A"}],"_links":{"next":{"href":"/x"}}}`
	last := `{"items":[{"key":"b","eventKey":"B"}],"_links":{"prev":{"href":"/x"}}}`
	named := func(key, at, next string) string {
		links := `"self":{"href":"/api/v2/metrics/p?limit=1&offset=` + at + `"}`
		if at != "0" {
			links += `,"prev":{"href":"/x"}`
		}
		if next != "" {
			links += `,"next":{"href":"https://ld.example/api/v2/metrics/p?offset=` + next + `&limit=1"}`
		}
		return `{"items":[{"key":"` + key + `","eventKey":"E"}],"_links":{` + links + `}}`
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"first": first, "last": last, "one": named("a", "0", "1"), "two": named("b", "1", "2"), "three": named("c", "2", "")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		files    []string
		warnings int
	}{
		"in order":                {[]string{"first", "last"}, 0},
		"the other way":           {[]string{"last", "first"}, 0},
		"only the first":          {[]string{"first"}, 1},
		"only the second":         {[]string{"last"}, 1},
		"three of three":          {[]string{"three", "one", "two"}, 0},
		"without the one between": {[]string{"one", "three"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var paths []string
			for _, f := range test.files {
				paths = append(paths, filepath.Join(dir, f))
			}
			_, warnings, err := readFiles(paths...)
			if err != nil || len(warnings) != test.warnings {
				t.Errorf("warnings %q, %v", warnings, err)
			}
		})
	}
}

func TestAnExperimentStandsOnceWhenFilesAreMerged(t *testing.T) {
	hand, _, err := readAlone("hand.yaml", []byte("metrics: {a: A}\nexperiments: {x: {unit: user, metrics: [a]}}"))
	if err != nil {
		t.Fatal(err)
	}
	page := &catalogue.Catalogue{Environment: "test", Experiments: []catalogue.Experiment{{Key: "x", Environment: "test"}}}
	for name, parts := range map[string][]*catalogue.Catalogue{"by hand first": {hand, page}, "by hand last": {page, hand}} {
		t.Run(name, func(t *testing.T) {
			if c, _ := merged(parts...); len(c.Experiments) != 1 || c.Experiments[0].Environment != "test" {
				t.Errorf("experiments %+v", c.Experiments)
			}
		})
	}
}
