package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"segtap/mapping"
	"segtap/mapping/filter"
	"segtap/mapping/jsondoc"
)

// checker judges messages and sums up what is wrong with them.
type checker struct {
	judge    *mapping.Judge
	opt      checkOptions
	wanted   *filter.Filter // nil: all
	now      int64
	messages int
	unwanted int // by the filter
	assumed  int // of the messages, have no type and were taken for Track calls
	tally    tally
	found    map[finding]*problem
}

// file checks the messages of a file, or of standard input for -.
func (c *checker) file(ctx context.Context, std streams, name string) error {
	in, err := openInput(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	err = readValues(in, func(s stretch) {
		if s.value {
			c.value(name, s.line, s.text)
			return
		}
		n := s.line
		for line := range bytes.SplitSeq(s.text, []byte{'\n'}) {
			c.value(name, n, line)
			n++
		}
	})
	if err != nil {
		return unreadable(name, err)
	}
	return nil
}

// value checks what stands at a line: a message, a batch body, a record of a
// capture file, or an array of these. Blank lines and empty arrays are none.
func (c *checker) value(file string, line int, text []byte) {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	line += bytes.Count(text[:len(text)-len(trimmed)], []byte{'\n'})
	text = bytes.TrimSpace(trimmed)
	if len(text) == 0 {
		return
	}
	do := func(m mapping.Message, in mapping.Arrival) { c.message(file, line, &m, in) }
	doc, err := jsondoc.Parse(text)
	if err != nil {
		eachOfBody(mapping.ParseBody(text, ""), c.now, do)
		return
	}
	switch root := doc.Root(); {
	case isList(root):
		counted := 0
		for item := range root.Elements() {
			start, _ := item.Span()
			line += bytes.Count(text[counted:start], []byte{'\n'})
			counted = start
			c.value(file, line, item.Raw())
		}
	case root.Kind() == jsondoc.Array && root.Len() == 0:
	case isRecord(root):
		eachOfRecord(root, c.now, do)
	case root.Member("batch").Kind() == jsondoc.Array:
		eachOfBody(mapping.ParseBody(text, ""), c.now, do)
	default:
		do(c.alone(root, text), mapping.Arrival{At: c.now, RequestBytes: len(text)})
	}
}

// alone gives a message that stands alone. What was sent to /v1/track needs no
// type, and a file does not say where its messages were sent.
func (c *checker) alone(root jsondoc.Value, text []byte) mapping.Message {
	if root.Kind() != jsondoc.Object || root.Member("type").Kind() != jsondoc.Absent || root.Member("event").Kind() == jsondoc.Absent {
		return mapping.ParseMessage(text)
	}
	return mapping.ParseBody(text, "track").Message(0)
}

func (c *checker) message(file string, line int, m *mapping.Message, in mapping.Arrival) {
	j := c.judge.Message(m, in)
	if !c.wants(m, &j) {
		c.unwanted++
		return
	}
	c.messages++
	if slices.Contains(m.Inherited, "/type") {
		c.assumed++
	}
	c.tally.add(&j, c.judge.Catalogue() != nil)
	name := ""
	if m.Syntax == nil {
		name = m.Root.Member("event").Text()
	}
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		if !worthTelling(d, &j) || slices.Contains(c.opt.ignore, d.Name()) {
			continue
		}
		key := finding{d.Code, name, place(d.Pointer), d.Metric}
		p := c.found[key]
		if p == nil {
			p = &problem{finding: key, first: *d, file: file, line: line, fails: c.fails(d)}
			if j.Nearest != nil {
				p.nearby = j.Nearest.EventKey
			}
			c.found[key] = p
		}
		p.add(d)
	}
}

// worthTelling reports whether a check tells of a diagnostic: of all that is
// wrong, of names that no metric has, and of why it is not known whether a
// message counts.
func worthTelling(d *mapping.Diagnostic, j *mapping.Judgement) bool {
	return d.Severity != mapping.Info || d.Code == mapping.MetricNotFound ||
		d.Code == mapping.MetricFilterUnseen && j.Verdict.Headline == mapping.HeadlineUnknown
}

// fails reports whether a diagnostic makes the check fail.
func (c *checker) fails(d *mapping.Diagnostic) bool {
	return d.Severity == mapping.Error || failsCheck(d.Code.Info()) || d.Severity == mapping.Warning && c.opt.failOn == "warning"
}

// failsCheck reports whether a check fails by a code whatever its severity: that
// no metric has the name of an event is no mistake in the message.
func failsCheck(info mapping.CodeInfo) bool {
	return info.Gate == mapping.Named || info.Severity == mapping.Error
}

// report writes the problems, those that fail first, says what becomes of the
// messages, and fails if there is a problem or no message.
func (c *checker) report(std streams, files []string) error {
	list := make([]*problem, 0, len(c.found))
	failed := 0
	for _, p := range c.found {
		list = append(list, p)
		if p.fails {
			failed++
		}
	}
	slices.SortFunc(list, func(a, b *problem) int {
		if a.fails != b.fails {
			return map[bool]int{true: -1, false: 1}[a.fails]
		}
		return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.code, b.code), cmp.Compare(a.metric, b.metric))
	})
	if err := writeProblems(std.out, list, c.opt.json); err != nil {
		return err
	}
	if c.messages == 0 {
		return c.nothing(files)
	}
	say(std, c.notes())
	if failed > 0 {
		return &failure{fmt.Errorf("%s in %s", count(failed, "problem"), count(c.messages, "message")), "`segtap explain CODE` says more about one", exitFailed}
	}
	return nil
}

// nothing says that no message was checked.
func (c *checker) nothing(files []string) error {
	if c.unwanted > 0 {
		return &failure{fmt.Errorf("--filter %s wants none of %s: nothing was checked", c.opt.filter, count(c.unwanted, "message")), "", exitFailed}
	}
	where := strings.Join(files, ", ")
	if where == "-" {
		where = "standard input"
	}
	return &failure{fmt.Errorf("there is no message in %s: nothing was checked", where), "give one message a line, a batch body or a capture file", exitFailed}
}

// notes say what was assumed, and what becomes of the messages.
func (c *checker) notes() []string {
	var notes []string
	if c.assumed > 0 {
		verb := "have no type and are"
		if c.assumed == 1 {
			verb = "has no type and is"
		}
		notes = append(notes, fmt.Sprintf("%s %s taken for Track calls, as /v1/track does", count(c.assumed, "message"), verb))
	}
	text := count(c.messages, "message") + ": " + c.tally.String()
	if c.judge.Catalogue() == nil {
		text += "; names not checked: give --metrics or --ld-project"
	}
	return append(notes, text)
}

// wants reports whether the filter wants a message.
func (c *checker) wants(m *mapping.Message, j *mapping.Judgement) bool {
	if c.wanted == nil {
		return true
	}
	doc := filter.DocumentOf(m, j, m.Root.Member("writeKey").Text())
	return c.wanted.MatchDocument(c.row(m, j), &doc)
}

// row makes the row of a message, as the list of the screen has it.
func (c *checker) row(m *mapping.Message, j *mapping.Judgement) *filter.Row {
	typ := m.Root.Member("type").Text()
	r := &filter.Row{
		ID: uint64(c.messages + c.unwanted + 1), At: c.now * 1000, Type: typ, Name: m.Root.Member("event").Text(),
		User: m.Root.Member("userId").Text(), Value: string(j.Value.Raw()), Verdict: j.Verdict,
	}
	if typ == "page" || typ == "screen" {
		r.Name = m.Root.Member("name").Text()
	}
	if r.User == "" {
		r.User = m.Root.Member("anonymousId").Text()
	}
	return r
}
