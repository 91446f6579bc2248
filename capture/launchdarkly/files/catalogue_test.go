package files

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/catalogue"
)

// drawCatalogue makes any catalogue that a file can hold, sorted as one that is
// read.
func drawCatalogue(t *rapid.T) *catalogue.Catalogue {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "user", "Order Completed", "custom", "null", "\u2028<&>\"\\\x00", "\xed\xa0\x80"}), rapid.String())
	key := rapid.OneOf(rapid.StringN(1, 8, -1), rapid.SampledFrom([]string{"a", "key", "404", "é\n"}))
	number := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, -1, 1787043600000}))
	things := rapid.OneOf(rapid.IntRange(-1, 5), rapid.Int())
	some := func(label string) []string {
		if list := rapid.SliceOfN(text, 0, 3).Draw(t, label); len(list) > 0 {
			return list
		}
		return nil
	}
	c := &catalogue.Catalogue{
		Project: text.Draw(t, "project"), Environment: text.Draw(t, "environment"), ClientSideID: text.Draw(t, "id"),
		Critical: rapid.Bool().Draw(t, "critical"), PulledAt: number.Draw(t, "pulled"), ExperimentsKnown: rapid.Bool().Draw(t, "known"),
	}
	keys := rapid.SliceOfNDistinct(key, 0, 5, rapid.ID).Draw(t, "keys")
	slices.Sort(keys)
	for _, k := range keys {
		c.Metrics = append(c.Metrics, catalogue.Metric{
			Key: k, Name: text.Draw(t, "name"), VersionID: text.Draw(t, "version"), Kind: text.Draw(t, "kind"), EventKey: text.Draw(t, "event"),
			Numeric: rapid.Bool().Draw(t, "numeric"), Aggregation: text.Draw(t, "aggregation"), Analysis: text.Draw(t, "analysis"),
			Unit: text.Draw(t, "unit"), Success: text.Draw(t, "success"), Units: some("units"), Filter: drawFilter(t, 3),
			DataSource: text.Draw(t, "source"), Archived: rapid.Bool().Draw(t, "archived"), LastSeen: number.Draw(t, "seen"), Tags: some("tags"),
			AttachedFlags: things.Draw(t, "flags"), Experiments: things.Draw(t, "experiments"),
			ActiveExperiments: things.Draw(t, "active"), ActiveRollouts: things.Draw(t, "rollouts"),
		})
	}
	keys = rapid.SliceOfNDistinct(key, 0, 3, rapid.ID).Draw(t, "experiments")
	slices.Sort(keys)
	for _, k := range keys {
		e := catalogue.Experiment{
			Key: k, Name: text.Draw(t, "name"), DataSource: text.Draw(t, "source"), Archived: rapid.Bool().Draw(t, "archived"),
			Environment: rapid.OneOf(rapid.Just(c.Environment), text).Draw(t, "environment"),
		}
		if rapid.Bool().Draw(t, "begun") {
			e.Iteration = &catalogue.Iteration{
				Status: text.Draw(t, "status"), StartedAt: number.Draw(t, "started"), EndedAt: number.Draw(t, "ended"),
				Unit: text.Draw(t, "unit"), Flags: some("flags"),
			}
			for range rapid.IntRange(0, 3).Draw(t, "used") {
				e.Iteration.Metrics = append(e.Iteration.Metrics, catalogue.IterationMetric{
					Key: key.Draw(t, "metric"), Name: text.Draw(t, "name"), VersionID: text.Draw(t, "version"), EventKey: text.Draw(t, "event"), Group: text.Draw(t, "group"),
					Kind: text.Draw(t, "kind"), Numeric: rapid.Bool().Draw(t, "numeric"),
				})
			}
		}
		c.Experiments = append(c.Experiments, e)
	}
	return c
}

func drawFilter(t *rapid.T, depth int) *catalogue.Filter {
	if !rapid.Bool().Draw(t, "filtered") {
		return nil
	}
	word := rapid.SampledFrom([]string{"", "group", "eventProperty", "in", "new op"})
	f := &catalogue.Filter{
		Type: word.Draw(t, "type"), Op: word.Draw(t, "op"), Negate: rapid.Bool().Draw(t, "negate"),
		ContextKind: word.Draw(t, "kind"), Attribute: word.Draw(t, "attribute"),
	}
	values := rapid.SampledFrom([]string{"1.50", "-0", "1e400", "true", "null", `"x"`, `"\u0041"`, `""`, `{"a":[1,2],"a":{}}`, "[]", "12345678901234567890"})
	if list := rapid.SliceOfN(values, 0, 3).Draw(t, "values"); len(list) > 0 {
		f.Values = list
	}
	for range rapid.IntRange(0, depth).Draw(t, "members") {
		if member := drawFilter(t, depth-1); member != nil {
			f.Group = append(f.Group, *member)
		}
	}
	return f
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCatalogue(t)
		text, err := Append(nil, c)
		if err != nil {
			t.Fatal(err)
		}
		again, warnings, err := readAlone("f", text)
		if err != nil || len(warnings) > 0 {
			t.Fatalf("%v %q\n%s", err, warnings, text)
		}
		if !reflect.DeepEqual(again, c) {
			t.Fatalf("wrote %+v\nread  %+v\n%s", c, again, text)
		}
		slices.Reverse(c.Metrics)
		slices.Reverse(c.Experiments)
		if other, err := Append(nil, c); err != nil || !bytes.Equal(other, text) {
			t.Fatalf("another order makes another file: %v\n%s\n%s", err, text, other)
		}
	})
}

func TestTheFileOfTheFixtures(t *testing.T) {
	metrics, _, err := readFiles("../testdata/metrics-page.json")
	if err != nil {
		t.Fatal(err)
	}
	experiments, _, err := readFiles("../testdata/experiments-page.json")
	if err != nil {
		t.Fatal(err)
	}
	c, warnings := merged(metrics, experiments)
	if len(warnings) > 0 {
		t.Errorf("warnings %q", warnings)
	}
	path := filepath.Join(t.TempDir(), "metrics.json")
	if err := Write(path, c); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const golden = "../testdata/catalogue.golden.json"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := fixture(t, "catalogue.golden.json"); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s\n(UPDATE_GOLDEN=1 writes it)", got, want)
	}
	for _, private := range []string{"Ruiz", "ana@", "maintainer"} {
		if strings.Contains(string(got), private) {
			t.Errorf("%q stands in the file", private)
		}
	}
}

func TestWriteFile(t *testing.T) {
	one := &catalogue.Catalogue{Project: "one"}
	t.Run("anew, for all to read", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "c.json")
		if err := Write(path, one); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
			t.Error(info.Mode(), err)
		}
	})
	t.Run("over another, through a link", func(t *testing.T) {
		dir := t.TempDir()
		link, path := filepath.Join(dir, "link"), filepath.Join(dir, "c.json")
		if err := os.WriteFile(path, []byte("{ \"segtap\": 1,\n<<<<<<< HEAD\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		if err := Write(link, one); err != nil {
			t.Fatal(err)
		}
		c, _, err := readFiles(path)
		if info, statErr := os.Lstat(link); err != nil || statErr != nil || c.Project != "one" || info.Mode().Type() != fs.ModeSymlink {
			t.Error(c, err, statErr)
		}
	})
	t.Run("over nothing else", func(t *testing.T) {
		for _, text := range []string{"metrics: {a: A}\n", "{}", `{"name":"shop","segtap":1}`, "export PATH=/bin\n", `"segtap"`, "\x7fELF"} {
			path := filepath.Join(t.TempDir(), "c.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Write(path, one); !errors.Is(err, ErrNotCatalogue) {
				t.Errorf("%q: %v", text, err)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != text {
				t.Errorf("%q became %q, %v", text, got, err)
			}
		}
		for _, text := range []string{"", "\n", "\ufeff{\r\n  \"segtap\": 1}"} {
			path := filepath.Join(t.TempDir(), "c.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Write(path, one); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
	t.Run("nothing stays behind a failure", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "c.json"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := Write(filepath.Join(dir, "c.json"), one); err == nil {
			t.Error("a directory was overwritten")
		}
		if left, _ := os.ReadDir(dir); len(left) != 1 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("what cannot be read again is not written", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "c.json")
		for _, c := range []*catalogue.Catalogue{
			{Metrics: []catalogue.Metric{{}}},
			{Metrics: []catalogue.Metric{{Key: "a"}, {Key: "a"}}},
			{Metrics: []catalogue.Metric{{Key: "a", Filter: &catalogue.Filter{Group: []catalogue.Filter{{Values: []string{"x"}}}}}}},
			{Experiments: []catalogue.Experiment{{Key: "a"}, {Key: "a"}}},
			{Experiments: []catalogue.Experiment{{Key: "a", Iteration: &catalogue.Iteration{Metrics: make([]catalogue.IterationMetric, 1)}}}},
		} {
			if err := Write(path, c); err == nil {
				t.Errorf("%+v was written", c)
			}
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("there is a file")
		}
	})
}

func TestMerge(t *testing.T) {
	metric := func(key, event string) catalogue.Metric { return catalogue.Metric{Key: key, EventKey: event} }
	experiment := func(key, env, metric string) catalogue.Experiment {
		return catalogue.Experiment{Key: key, Environment: env, Iteration: &catalogue.Iteration{Metrics: []catalogue.IterationMetric{{Key: metric}}}}
	}
	page := &catalogue.Catalogue{Project: "p", PulledAt: 9, Metrics: []catalogue.Metric{metric("b", "B"), metric("a", "A")}}
	runs := &catalogue.Catalogue{Project: "p", Environment: "e", PulledAt: 5, ExperimentsKnown: true, Experiments: []catalogue.Experiment{experiment("x", "e", "a")}}
	for _, test := range []struct {
		name     string
		parts    []*catalogue.Catalogue
		want     *catalogue.Catalogue
		warnings []string
	}{
		{"nothing", nil, nil, nil},
		{"one part", []*catalogue.Catalogue{{Project: "p"}}, &catalogue.Catalogue{Project: "p"}, nil},
		{
			"metrics and experiments",
			[]*catalogue.Catalogue{page, runs},
			&catalogue.Catalogue{Project: "p", Environment: "e", PulledAt: 5, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("a", "A"), metric("b", "B")}, Experiments: runs.Experiments},
			nil,
		},
		{
			"the later wins",
			[]*catalogue.Catalogue{page, {Critical: true, Metrics: []catalogue.Metric{metric("a", "new")}}},
			&catalogue.Catalogue{Project: "p", PulledAt: 9, Critical: true, Metrics: []catalogue.Metric{metric("a", "new"), metric("b", "B")}},
			nil,
		},
		{
			"what is in no fresh pull is gone",
			[]*catalogue.Catalogue{runs, page, {Project: "p", Environment: "e", PulledAt: 11, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("c", "C")}}},
			&catalogue.Catalogue{Project: "p", Environment: "e", PulledAt: 11, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("c", "C")}},
			nil,
		},
		{
			"what a person wrote stays",
			[]*catalogue.Catalogue{
				{ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("mine", "M"), metric("c", "old")}, Experiments: []catalogue.Experiment{experiment("y", "", "mine")}},
				{Environment: "e", PulledAt: 11, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("c", "C")}},
			},
			&catalogue.Catalogue{Environment: "e", PulledAt: 11, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("c", "C"), metric("mine", "M")}, Experiments: []catalogue.Experiment{experiment("y", "e", "mine")}},
			nil,
		},
		{
			"a pull that came short takes nothing away",
			[]*catalogue.Catalogue{page, runs, {Environment: "e", PulledAt: 11, MetricsPartial: true, Metrics: []catalogue.Metric{metric("a", "new")}}},
			&catalogue.Catalogue{Project: "p", Environment: "e", PulledAt: 5, ExperimentsKnown: true, Metrics: []catalogue.Metric{metric("a", "new"), metric("b", "B")}, Experiments: runs.Experiments},
			nil,
		},
		{
			"metrics of which some are missing",
			[]*catalogue.Catalogue{{MetricsPartial: true, Metrics: []catalogue.Metric{metric("a", "A")}}, {Metrics: []catalogue.Metric{metric("b", "B")}}},
			&catalogue.Catalogue{MetricsPartial: true, Metrics: []catalogue.Metric{metric("a", "A"), metric("b", "B")}},
			nil,
		},
		{
			"experiments are known of another environment only",
			[]*catalogue.Catalogue{runs, {Environment: "f", Metrics: []catalogue.Metric{metric("a", "A")}}},
			&catalogue.Catalogue{Project: "p", Environment: "f", PulledAt: 5, Metrics: []catalogue.Metric{metric("a", "A")}, Experiments: runs.Experiments},
			[]string{`environments, "e" and "f"`},
		},
		{
			"a pull says anew whether it is critical",
			[]*catalogue.Catalogue{{Environment: "e", PulledAt: 3, CriticalUnknown: true}, {Environment: "e", PulledAt: 4, Critical: true}, {}},
			&catalogue.Catalogue{Environment: "e", PulledAt: 3, Critical: true},
			nil,
		},
		{
			"of different projects and environments",
			[]*catalogue.Catalogue{{Project: "p", Environment: "e", ClientSideID: "1"}, {Project: "q", Environment: "f", ClientSideID: "2"}},
			&catalogue.Catalogue{Project: "q", Environment: "f", ClientSideID: "2"},
			[]string{`projects, "p" and "q"`, `environments, "e" and "f"`, "client-side IDs"},
		},
		{
			"one experiment key in two environments",
			[]*catalogue.Catalogue{runs, {Experiments: []catalogue.Experiment{experiment("x", "f", "a")}}},
			&catalogue.Catalogue{Project: "p", Environment: "e", PulledAt: 5, ExperimentsKnown: true, Experiments: []catalogue.Experiment{experiment("x", "e", "a"), experiment("x", "f", "a")}},
			nil,
		},
		{
			"a metric that nobody describes",
			[]*catalogue.Catalogue{{Metrics: []catalogue.Metric{metric("a", "A")}}, {Experiments: []catalogue.Experiment{experiment("x", "e", "aa")}}},
			&catalogue.Catalogue{Metrics: []catalogue.Metric{metric("a", "A")}, Experiments: []catalogue.Experiment{experiment("x", "e", "aa")}},
			[]string{`"x" uses the metric "aa"`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, warnings := merged(test.parts...)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
			checkTold(t, warnings, test.warnings)
		})
	}
	if page.Metrics[0].Key != "b" {
		t.Error("a part was changed")
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"metrics-page.json", "experiments-page.json", "by-hand.yaml", "catalogue.golden.json"} {
		f.Add([]byte(fixture(f, name)))
	}
	for _, seed := range []string{
		"metrics:\n  a: A\n", "{metrics: {a: A}}", "[]", `{"items":[{}]}`, "- a", "a: &b c", "\"", "? a", "metrics: |\n  x", "!!map {}", "a:\n- b\n -c", "%YAML 1.2\n---\n", "'", "<<: *a",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		c, warnings, err := readAlone("f", text)
		if !bytes.Equal(before, text) {
			t.Fatal("the text has changed")
		}
		if (c == nil) != (err != nil) {
			t.Fatalf("catalogue %v, error %v", c, err)
		}
		said := warnings
		if err != nil {
			said = append(said, err.Error())
		}
		for _, s := range said {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("not fit to be printed: %q", s)
			}
		}
		if err != nil {
			return
		}
		written, err := Append(nil, c)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := readAlone("f", written)
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Fatalf("%v\n%+v\n%+v\n%s", err, c, again, written)
		}
	})
}
