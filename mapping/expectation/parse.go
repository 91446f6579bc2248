package expectation

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"time"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/query"
	"segtap/mapping/spelling"
	"segtap/mapping/tree"
	"segtap/mapping/verdict"
)

// Set is what a file expects. It never changes.
type Set struct {
	name   string        // of the file
	text   []byte        // of the file: places are counted in it
	filter *query.Filter // what all of them look at; nil: everything
	list   []*expected
}

// expected is one expectation, as it was written. One of events, experiment and order
// says what it is about.
type expected struct {
	name         string
	line, column int
	count        span
	counted      bool // the file says how many
	allow        verdict.CodeSet

	events *query.Filter
	values []figure // of each event, in the order of their arrival; nil: any
	value  *figure  // of each event
	counts string   // the metric that each has to count for; with anyMetric any
	// Where the key of that metric stands, or that of the experiment.
	keyAt tree.Spot

	experiment string
	metrics    []named // nil: all

	order []*query.Filter
}

// anyMetric is what is meant by counts: true.
const anyMetric = "\x00"

// named is a key, and where it stands.
type named struct {
	key string
	at  tree.Spot
}

// MaxText is how many bytes a file may have.
const MaxText = 4 << 20

const (
	maxExpectations = 1000
	maxListed       = 10_000 // members of a list
)

const formatHint = `write such as {expect: [{events: 'event:"Order Completed"', count: 1}]}`

// parser reads a file.
type parser struct {
	tree.Strict
	now time.Time
	set *Set
}

// Parse reads what a file expects, as YAML or JSON. The name is for errors and results.
// Durations in filters count from now. A mistake is a [*tree.Error].
func Parse(name string, text []byte, now time.Time) (*Set, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // as some editors of Windows put it
	root, err := read(name, text)
	if err != nil {
		return nil, err
	}
	p := &parser{Strict: tree.Strict{Name: name, Text: text, Hint: formatHint}, now: now, set: &Set{name: name, text: text}}
	p.file(root)
	if p.Err != nil {
		return nil, p.Err
	}
	return p.set, nil
}

// read reads a text as JSON where it is JSON, else as YAML, of which brackets are a part too.
func read(name string, text []byte) (tree.Node, error) {
	if len(text) > MaxText {
		return tree.Node{}, &tree.Error{Name: name, Problem: "it is larger than 4 MiB"}
	}
	doc, err := jsondoc.Parse(text)
	if err == nil {
		return tree.JSON(doc.Root()), nil
	}
	if syntax, ok := errors.AsType[*jsondoc.SyntaxError](err); ok && looksLikeJSON(text) {
		return tree.Node{}, &tree.Error{Name: name, Line: syntax.Line, Column: syntax.Column, Problem: "it is not JSON: " + syntax.Msg}
	}
	root, err := tree.YAML(name, text, formatHint)
	if e, ok := errors.AsType[*tree.Error](err); ok && e.Hint == "" && startsBlock(text, e.Line) {
		e.Hint = blockHint
	}
	return root, err
}

// blockHint is said where YAML takes what was meant as an operator for the beginning of a
// block of text.
const blockHint = `put what begins with > in quotes: ">=1"`

// looksLikeJSON reports whether a text begins as an object of JSON does: what follows is
// then broken JSON, rather than YAML with a comma too many.
func looksLikeJSON(text []byte) bool {
	rest, isObject := bytes.CutPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return isObject && len(rest) > 0 && rest[0] == '"'
}

// startsBlock reports whether a line, from 1, has a value that begins with the sign for
// greater.
func startsBlock(text []byte, line int) bool {
	lines := bytes.Split(text, []byte("\n"))
	return line >= 1 && line <= len(lines) && bytes.Contains(lines[line-1], []byte(": >"))
}

func (p *parser) file(root tree.Node) {
	there := false
	p.Mapping(root, "the file", tree.Fields{
		"$schema": p.ignored,
		"filter":  p.filter(&p.set.filter),
		"expect": func(name string, n tree.Node) {
			there = true
			if p.Expect(name, n, tree.List) {
				p.each(n)
			}
		},
	})
	if p.Err == nil && !there {
		p.Fail(root.At, "there is no expect in it", formatHint)
	}
}

// ignored takes a text that is for editors.
func (p *parser) ignored(name string, n tree.Node) { p.Expect(name, n, tree.Text) }

// each takes the expectations.
func (p *parser) each(list tree.Node) {
	switch {
	case len(list.Items) == 0:
		p.Fail(list.At, "expect is an empty list: nothing is expected", formatHint)
	case len(list.Items) > maxExpectations:
		p.Fail(list.At, "these are more than 1,000 expectations", "put them in several files")
	}
	for _, n := range list.Items {
		p.expectation(n)
	}
}

// kinds are the members that say what an expectation is about.
var kinds = []string{"events", "experiment", "order"}

// expectation takes one.
func (p *parser) expectation(n tree.Node) {
	e := &expected{count: span{1, unbounded}}
	e.line, e.column = p.Position(n.At)
	var about []string
	for i := range n.Members {
		if m := &n.Members[i]; slices.Contains(kinds, m.Name) && !slices.Contains(about, m.Name) {
			about = append(about, m.Name)
		}
	}
	switch {
	case n.Kind != tree.Mapping:
	case len(about) == 0 && len(n.Members) > 0 && spelling.Nearest(n.Members[0].Name, kinds) != "":
	case len(about) == 0:
		p.Fail(n.At, "it is about nothing: an expectation has events, experiment or order", formatHint)
	case len(about) > 1:
		p.Fail(n.At, "it has both "+about[0]+" and "+about[1], "make two expectations of it")
	}
	name := p.String(&e.name)
	switch {
	case len(about) == 0:
		p.Mapping(n, "an expectation", tree.Fields{"name": name, "events": nil, "experiment": nil, "order": nil, "count": name, "values": name, "value": name, "counts": name, "metrics": name, "allow": name})
	case about[0] == "events":
		p.Mapping(n, "an expectation of events", tree.Fields{
			"name": name, "events": p.filter(&e.events), "count": p.count(e),
			"values": p.values(e), "value": p.value(e), "counts": p.counts(e), "allow": p.allow(e),
		})
		p.agree(e, n)
	case about[0] == "experiment":
		p.Mapping(n, "an expectation of an experiment", tree.Fields{
			"name": name, "experiment": p.key(&e.experiment, &e.keyAt), "count": p.count(e), "metrics": p.metrics(e), "allow": p.allow(e),
		})
	default:
		p.Mapping(n, "an expectation of an order", tree.Fields{"name": name, "order": p.order(e)})
	}
	p.set.list = append(p.set.list, e)
}

// agree makes sure that what is said of events goes together.
func (p *parser) agree(e *expected, n tree.Node) {
	switch {
	case p.Err != nil:
	case e.values != nil && e.counted && !e.count.admits(len(e.values)):
		p.Fail(n.At, "values has "+events(len(e.values))+", and count says "+e.count.String(), "leave count out: values says how many")
	case e.values != nil && e.value != nil:
		p.Fail(n.At, "it has both values and value", "leave one of them out")
	case e.count.max == 0 && (e.value != nil || e.counts != ""):
		p.Fail(n.At, "no event is expected: there is none whose value or metric could be asked for", "put it into the filter: events: 'event:\"Order Completed\" is:counts'")
	case e.allow != (verdict.CodeSet{}) && e.counts == "":
		p.Fail(n.At, "allow says what may be found of events that count, and it does not say that they count", "add counts: true, or leave allow out")
	case e.values != nil:
		e.count = span{len(e.values), len(e.values)}
	}
}

// filter takes a filter.
func (p *parser) filter(dst **query.Filter) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !p.Expect(name, n, tree.Text) {
			return
		}
		filter, err := query.Parse(n.Text, p.now)
		if wrong, ok := errors.AsType[*query.Error](err); ok {
			p.Fail(n.At, name+" is no filter: at its column "+strconv.Itoa(wrong.Column)+", "+wrong.Problem, wrong.Hint)
			return
		}
		*dst = filter
	}
}

// key takes a key that LaunchDarkly has.
func (p *parser) key(dst *string, at *tree.Spot) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !p.Expect(name, n, tree.Text) {
			return
		}
		if n.Text == "" {
			p.Fail(n.At, name+" is empty", "give the key of one")
		}
		*dst, *at = n.Text, n.At
	}
}

func (p *parser) counts(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		e.keyAt = n.At
		switch {
		case n.Kind == tree.Bool && n.Text == "true":
			e.counts = anyMetric
		case n.Kind == tree.Bool:
			p.Fail(n.At, "counts is true or the key of a metric", "to expect that none counts, write is:counts into the filter, and count: 0")
		default:
			p.key(&e.counts, &e.keyAt)(name, n)
		}
	}
}

func (p *parser) metrics(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if n.Kind == tree.Text {
			n = tree.Node{Kind: tree.List, Items: []tree.Node{n}, At: n.At}
		}
		if !p.list(name, n, 1) {
			return
		}
		for _, item := range n.Items {
			var one named
			p.key(&one.key, &one.at)("one of "+name, item)
			if slices.ContainsFunc(e.metrics, func(other named) bool { return other.key == one.key }) {
				p.Fail(item.At, prose.Escaped(one.key)+" stands twice in "+name, "leave one of them out")
			}
			e.metrics = append(e.metrics, one)
		}
	}
}

func (p *parser) allow(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if n.Kind == tree.Text {
			n = tree.Node{Kind: tree.List, Items: []tree.Node{n}, At: n.At}
		}
		if !p.list(name, n, 1) {
			return
		}
		for _, item := range n.Items {
			if !p.Expect("one of "+name, item, tree.Text) {
				return
			}
			info, ok := verdict.CodeByName(item.Text)
			switch {
			case !ok:
				p.Fail(item.At, "there is no diagnostic "+prose.Escaped(item.Text), "those that can be allowed are "+doubtNames())
			case !doubts.Has(info.Code):
				p.Fail(item.At, info.Name+" cannot be allowed", "those that can are "+doubtNames())
			}
			e.allow.Add(info.Code)
		}
	}
}

func (p *parser) order(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !p.list(name, n, 2) {
			return
		}
		for _, item := range n.Items {
			var filter *query.Filter
			p.filter(&filter)("one of "+name, item)
			e.order = append(e.order, filter)
		}
	}
}

// list takes a list of at least so many members.
func (p *parser) list(name string, n tree.Node, least int) bool {
	if !p.Expect(name, n, tree.List) {
		return false
	}
	switch {
	case len(n.Items) < least && least == 1:
		p.Fail(n.At, name+" is an empty list", "leave it out, or name one")
	case len(n.Items) < least:
		p.Fail(n.At, name+" has fewer than two filters", "name at least two events, one behind the other")
	case len(n.Items) > maxListed:
		p.Fail(n.At, name+" has more than 10,000 members", "")
	}
	return p.Err == nil
}
