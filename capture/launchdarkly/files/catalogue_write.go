package files

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/launchdarkly"
	"segtap/capture/regular"
	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// Append appends a catalogue as the JSON file that [ReadText] reads: sorted by key,
// one member a line, the same catalogue always in the same bytes, with a
// newline at its end. What LaunchDarkly counts (lastSeen and the numbers) stands
// behind what people define, so that a diff shows which of the two has changed.
// A catalogue in which a metric or an experiment has no key, or stands twice, or
// in which a filter's value is no JSON, is refused.
func Append(dst []byte, c *catalogue.Catalogue) ([]byte, error) {
	if err := writable(c); err != nil {
		return dst, err
	}
	w := writer{}
	w.open('{')
	w.name("segtap").raw("1")
	w.text("project", c.Project)
	w.text("environment", c.Environment)
	w.text("clientSideId", c.ClientSideID)
	w.flag("critical", c.Critical)
	w.flag("criticalUnknown", c.CriticalUnknown)
	w.number("pulledAt", c.PulledAt, 0)
	w.name("experimentsKnown").truth(c.ExperimentsKnown)
	w.flag("metricsPartial", c.MetricsPartial)
	w.name("metrics").open('[')
	for _, m := range slices.SortedFunc(slices.Values(c.Metrics), func(a, b catalogue.Metric) int { return cmp.Compare(a.Key, b.Key) }) {
		w.metric(&m)
	}
	w.close(']')
	w.name("experiments").open('[')
	for _, e := range slices.SortedFunc(slices.Values(c.Experiments), func(a, b catalogue.Experiment) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Environment, b.Environment))
	}) {
		w.experiment(&e, c.Environment)
	}
	w.close(']')
	w.close('}')
	text := jsontext.Value(w.buf.Bytes())
	err := text.Indent(jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(true))
	if err != nil {
		return dst, &launchdarkly.Error{Op: "write the catalogue", Problem: "it makes no JSON: " + prose.Outside(err.Error()), Err: err}
	}
	return append(append(dst, text...), '\n'), nil
}

// writable finds what a file could not say.
func writable(c *catalogue.Catalogue) error {
	refuse := func(format string, args ...any) error {
		return &launchdarkly.Error{Op: "write the catalogue", Problem: fmt.Sprintf(format, args...)}
	}
	var metrics launchdarkly.MetricList
	for _, m := range c.Metrics {
		if m.Key == "" || metrics.Has(m.Key) {
			return refuse("the metric %q has no key, or stands twice", m.Key)
		}
		if !plainValues(m.Filter) {
			return refuse("the filter of the metric %q has a value that is not JSON", m.Key)
		}
		metrics.Add(m)
	}
	var experiments launchdarkly.ExperimentList
	for _, e := range c.Experiments {
		if e.Key == "" || experiments.Has(launchdarkly.ExperimentID(&e)) {
			return refuse("the experiment %q has no key, or stands twice", e.Key)
		}
		if i := e.Iteration; i != nil && slices.ContainsFunc(i.Metrics, func(m catalogue.IterationMetric) bool { return m.Key == "" }) {
			return refuse("a metric of the experiment %q has no key", e.Key)
		}
		experiments.Add(e)
	}
	return nil
}

func plainValues(f *catalogue.Filter) bool {
	if f == nil {
		return true
	}
	for _, v := range f.Values {
		if _, err := jsondoc.Parse([]byte(v)); err != nil || !utf8.ValidString(v) {
			return false
		}
	}
	for i := range f.Group {
		if !plainValues(&f.Group[i]) {
			return false
		}
	}
	return true
}

// ErrNotCatalogue: what stands in the place of a catalogue file is none that
// [Write] wrote, and so it was not overwritten.
var ErrNotCatalogue = errors.New("is there, and was not written by `segtap metrics pull`")

// Write writes a catalogue file, readable to all: it holds nothing secret
// and may be committed. Whoever reads the file meanwhile sees the old one or
// the new one, whole. It takes the place of an earlier one, and of nothing else:
// the error wraps [ErrNotCatalogue] then.
func Write(path string, c *catalogue.Catalogue) error {
	text, err := Append(nil, c)
	if err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // the link stays a link
	}
	if err := replaceable(path); err != nil {
		return err
	}
	return regular.Replace(path, text, 0o644)
}

// replaceable fails where something stands that is not a catalogue. It looks at
// the first member only: one in which two branches of a repository were merged, and
// not well, is one still.
func replaceable(path string) error {
	file, err := regular.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	start := make([]byte, 512)
	n, err := io.ReadFull(file, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(start[:n], []byte("\ufeff")))
	members, _ := bytes.CutPrefix(text, []byte{'{'})
	if len(text) > 0 && (len(members) == len(text) || !bytes.HasPrefix(bytes.TrimSpace(members), []byte(`"segtap"`))) {
		return fmt.Errorf("%s %w", path, ErrNotCatalogue)
	}
	return nil
}

// writer writes JSON without white space. It puts the commas.
type writer struct{ buf bytes.Buffer }

// separate puts a comma, where one is needed before what comes.
func (w *writer) separate() {
	if b := w.buf.Bytes(); len(b) > 0 {
		switch b[len(b)-1] {
		case '{', '[', ':', ',':
		default:
			w.buf.WriteByte(',')
		}
	}
}

func (w *writer) open(bracket byte) {
	w.separate()
	w.buf.WriteByte(bracket)
}

func (w *writer) close(bracket byte) { w.buf.WriteByte(bracket) }

// name begins a member.
func (w *writer) name(name string) *writer {
	w.separate()
	w.buf.WriteString(`"` + name + `":`)
	return w
}

func (w *writer) raw(text string) {
	w.separate()
	w.buf.WriteString(text)
}
