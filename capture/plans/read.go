package plans

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"

	"segtap/capture/regular"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// MaxFile is how many bytes a file may have.
const MaxFile = 32 << 20

// Plans is what files say.
type Plans struct {
	Found origin.Found
	// Notes say what was left out, since it is no Track call's or deprecated.
	// Warnings say what is missing or odd. Each is a sentence about a file, safe to print.
	Notes, Warnings []string
}

// Read reads files of at most [MaxFile] bytes, as [ReadText] does. What the system
// says of a file that cannot be opened is given as it is.
func Read(files ...regular.File) (*Plans, error) {
	var r reading
	for _, file := range files {
		text, err := file.Read(MaxFile)
		if err != nil {
			return nil, err
		}
		if err := r.file(file.Path, text); err != nil {
			return nil, err
		}
	}
	return r.done(), nil
}

// ReadText reads a plan from a text. The name is for places and errors only. An error
// is a [*tree.Error].
func ReadText(name string, text []byte) (*Plans, error) {
	var r reading
	if err := r.file(name, text); err != nil {
		return nil, err
	}
	return r.done(), nil
}

// reading is what has been read of several files.
type reading struct{ parts []*part }

// file reads one more file.
func (r *reading) file(name string, text []byte) error {
	if len(text) > MaxFile {
		return &tree.Error{Name: name, Problem: "it is larger than 32 MiB"}
	}
	text = unwrapped(text)
	p := newPart(name, text)
	if err := p.read(text); err != nil {
		return err
	}
	r.parts = append(r.parts, p)
	return nil
}

// read reads a text, which it recognises by what stands in it.
func (p *part) read(text []byte) error {
	start := bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(start) == 0:
		return &tree.Error{Name: p.name, Problem: "there is nothing in it", Hint: formatHint}
	case start[0] == '<':
		return &tree.Error{Name: p.name, Problem: "it is an HTML page", Hint: "save the answer of the API, not a page of a website"}
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return &tree.Error{Name: p.name, Problem: "it is a spreadsheet or an archive", Hint: "save the table as CSV UTF-8"}
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		return &tree.Error{Name: p.name, Problem: "it is compressed", Hint: "unpack it: gunzip"}
	case start[0] == '{', start[0] == '[':
		doc, err := jsondoc.Parse(text)
		if err != nil {
			return jsonError(p.name, err)
		}
		return p.take(doc.Root())
	}
	if delimiter, ok := isTable(text); ok {
		return p.table(text, delimiter)
	}
	return &tree.Error{Name: p.name, Problem: "there is no tracking plan in it", Hint: formatHint + "; " + tableHint}
}

// unwrapped gives a text as UTF-8 without a byte order mark, with lines that end with a
// newline: PowerShell writes UTF-16 where > stands, and Excel where it says Unicode text;
// old spreadsheets end lines with carriage returns.
func unwrapped(text []byte) []byte {
	for mark, order := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian} {
		rest, ok := bytes.CutPrefix(text, []byte(mark))
		if !ok {
			continue
		}
		units := make([]uint16, len(rest)/2)
		for i := range units {
			units[i] = order.Uint16(rest[2*i:])
		}
		text = []byte(string(utf16.Decode(units)))
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	return text
}

// done gives what the files say together.
func (r *reading) done() *Plans {
	var all pages
	var commons []common // of a list whose pages are in several files
	for _, p := range r.parts {
		if all = append(all, p.pages...); len(p.pages) > 0 {
			commons = append(commons, p.commons...)
		}
	}
	r.preferWhatSaysMore()
	var plans Plans
	for _, p := range r.parts {
		if len(p.pages) > 0 && all.areOneList() {
			p.share(commons)
		} else {
			p.share(p.commons)
		}
		plans.Found.Names = append(plans.Found.Names, p.names...)
		plans.Notes = append(plans.Notes, p.notes()...)
		plans.Warnings = append(plans.Warnings, p.odd()...)
	}
	plans.Warnings = append(plans.Warnings, all.missing()...)
	return &plans
}

// preferWhatSaysMore leaves names out that stand in a list of names, where another file
// has the same event with its properties.
func (r *reading) preferWhatSaysMore() {
	more := map[string]bool{}
	lists := false
	for _, p := range r.parts {
		lists = lists || len(p.listed) > 0
		for i := range p.names {
			if !p.listed[i] {
				more[p.names[i].Event] = true
			}
		}
	}
	if !lists {
		return
	}
	for _, p := range r.parts {
		var names []origin.Name
		listed := map[int]bool{}
		for i, n := range p.names {
			if p.listed[i] && more[n.Event] {
				continue
			}
			if p.listed[i] {
				listed[len(names)] = true
			}
			names = append(names, n)
		}
		p.names, p.listed = names, listed
	}
}

const formatHint = "give the rules of a tracking plan as Segment's Public API answers them (GET /tracking-plans/ID/rules), Typewriter's or RudderTyper's plan.json, or a CSV table"

// jsonError gives the place where a text stops being JSON.
func jsonError(name string, err error) error {
	syntax, ok := errors.AsType[*jsondoc.SyntaxError](err)
	if !ok {
		return &tree.Error{Name: name, Problem: "it is not JSON: " + prose.Outside(err.Error())}
	}
	e := &tree.Error{Name: name, Line: syntax.Line, Column: syntax.Column, Problem: "it is not JSON: " + syntax.Msg}
	if syntax.Msg == "there is more text behind the JSON value" {
		e.Hint = "make one list of several answers, as jq -s . does"
	}
	return e
}

// counted says how many there are of something.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", prose.Grouped(n), many)
}
