package check

import (
	"slices"

	"segtap/capture/formats"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// sheet is what a worker has made of a stretch of an input, in its order, as if nothing had
// come before it. It has no more of a message than is counted: most are never looked at
// again.
type sheet struct {
	items    []item
	messages []judged // of the items, one after the other
	found    []found  // in the messages
}

// item is one thing that was read.
type item struct {
	stretch  formats.Stretch // it alone
	err      error
	record   bool // it is a record of a capture file
	broken   bool // it is no JSON value
	made     bool // here, by an edit or a replay: no app has sent it
	len      int  // how many messages it has
	first    uint64
	messages []judged // none of what was made, where that is left out
	// Of an item that is looked at again, how it was taken in, and its messages.
	taken formats.Taken
	whole []whole
}

// judged is what is counted of a message.
type judged struct {
	identity repeat.Identity
	headline verdict.Headline
	untyped  bool      // see [isUntyped]
	assumed  bool      // it has no type and was taken for a Track call
	refused  bool      // by Segment's ingest
	wanted   query.Tri // by the filter; open where that depends on what came before
	found    []found
}

// found is what is wrong with a message.
type found struct {
	finding
	diagnostic verdict.Diagnostic
	nearby     string // what the name of the event was probably meant to be
}

// whole is a message itself, judged as if nothing had come before it.
type whole struct {
	message.Message
	arrival   message.Arrival
	judgement mapping.Judgement
}

func (m *whole) judge(judge *mapping.Judge) { m.judgement = judge.Message(&m.Message, m.arrival) }

// worker judges stretches, one after the other.
type worker struct {
	*Checker
	memory formats.Scratch
	judged mapping.Scratch
	taken  formats.Taken // the item that is judged
	// What is known of the message that is judged. In new memory for each of them it would be most
	// of what is allocated, which takes a tenth of the time.
	says mapping.Judgement
	row  query.Row
	doc  query.Document
}

// sheet judges the messages of a stretch. Into is a sheet that has been taken, nil for a
// new one. Workers do so at the same time.
func (w *worker) sheet(s formats.Stretch, into *sheet) *sheet {
	if into == nil {
		into = new(sheet)
	}
	clear(into.items) // what they point to may go
	into.items, into.messages, into.found = into.items[:0], into.messages[:0], into.found[:0]
	memory := &w.memory
	if w.looksAgain() {
		memory = nil
	}
	_ = s.Items(memory, func(read *formats.Item) error { // no error comes from here
		into.items = append(into.items, item{stretch: alone(read), record: read.Kind == formats.Record, broken: read.Form == formats.Value && read.Root.Kind() == jsondoc.Absent})
		it, ok := &into.items[len(into.items)-1], false
		if w.taken, ok, it.err = read.Take(w.now); ok {
			w.item(it, &w.taken, into)
		}
		return nil
	})
	return into
}

// alone is an item as a stretch.
func alone(read *formats.Item) formats.Stretch {
	return formats.Stretch{Text: read.Text, Line: read.Line, Offset: read.Offset, Form: read.Form}
}

// item judges the messages of an item that has been taken in.
func (w *worker) item(it *item, taken *formats.Taken, into *sheet) {
	it.made, it.len, it.first = taken.Made, taken.Len(), taken.First
	if it.made && !w.opt.Edits {
		return
	}
	from := len(into.messages)
	if w.looksAgain() {
		w.keep(it, taken)
		for i := range it.whole {
			m := &it.whole[i]
			into.messages = append(into.messages, w.sumUp(&m.Message, &m.judgement, taken, into))
		}
	} else {
		for i := range it.len {
			m := taken.Message(i)
			w.says = w.judge.MessageIn(&w.judged, &m, taken.Arrival(i))
			sum := w.sumUp(&m, &w.says, taken, into)
			if w.wanted != nil {
				sum.wanted = query.False
				if w.row, w.doc = seen(&m, &w.says, taken); w.wanted.MatchDocument(&w.row, &w.doc) {
					sum.wanted = query.True
				}
			}
			into.messages = append(into.messages, sum)
		}
	}
	it.messages = into.messages[from:]
}

// looksAgain reports whether each message is looked at again when its turn comes: what is
// expected of messages, and their numbers, depend on those before it.
func (c *Checker) looksAgain() bool {
	return len(c.expected) > 0 || c.wanted != nil && c.wanted.LooksAtID()
}

// seen is a message as filters see it, but for its number.
func seen(m *message.Message, j *mapping.Judgement, taken *formats.Taken) (query.Row, query.Document) {
	row := query.RowOf(m, j)
	row.At, row.Origin = taken.At.UnixMicro(), query.Origin(taken.Origin)
	return row, query.DocumentOf(m, j, taken.WriteKey)
}

// whole returns the messages of an item; where they have not been kept, it is read again.
func (c *Checker) whole(it *item) []whole {
	if it.whole == nil {
		_ = it.stretch.Items(nil, func(read *formats.Item) error { // there was no error
			taken, _, _ := read.Take(c.now)
			c.keep(it, &taken)
			return nil
		})
	}
	return it.whole
}

// keep has an item keep its messages, which have been taken in with memory of their own.
func (c *Checker) keep(it *item, taken *formats.Taken) {
	it.taken, it.whole = *taken, make([]whole, it.len)
	for i := range it.whole {
		m := &it.whole[i]
		m.Message, m.arrival = taken.Message(i), taken.Arrival(i)
		m.judge(c.judge)
	}
}

// sumUp says what is counted of a message. What is wrong with it stands in a sheet.
func (c *Checker) sumUp(m *message.Message, j *mapping.Judgement, taken *formats.Taken, in *sheet) judged {
	sum := judged{
		identity: repeat.Of(m, taken.WriteKey), headline: j.Verdict.Headline, untyped: isUntyped(j),
		assumed: taken.Assumed != "" && slices.Contains(m.Inherited, "/type"),
		refused: taken.Refused || j.Verdict.Gates.Refused(),
	}
	if c.opt.Problems {
		from := len(in.found)
		in.found = c.wrong(m, j, in.found)
		sum.found = in.found[from:]
	}
	return sum
}
