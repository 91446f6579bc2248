package plans

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

const (
	// maxTitles is how many rows may stand before the header of a table.
	maxTitles = 20
	tableHint = "the columns are event, property, type and required, in any order, and others"
)

// columns says in which column of a table each thing stands; -1: in none.
type columns struct{ event, property, typ, required, call int }

// columnNames are what a column may be called, as [plainName] writes it.
var columnNames = map[string]func(*columns) *int{
	"event": event, "eventname": event, "trackevent": event,
	"property": property, "propertyname": property, "propertykey": property, "eventproperty": property,
	"propertytype": typ, "datatype": typ, "propertydatatype": typ, "valuetype": typ,
	"required": required, "propertyrequired": required, "isrequired": required, "reqd": required, "status": required, "propertystatus": required,
	"call": call, "calltype": call, "eventtype": call, "ruletype": call,
}

func event(c *columns) *int    { return &c.event }
func property(c *columns) *int { return &c.property }
func typ(c *columns) *int      { return &c.typ }
func required(c *columns) *int { return &c.required }
func call(c *columns) *int     { return &c.call }

// plainName is the name of a column without what people write in different ways.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-'’.*?", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// columnsOf reads the header of a table; ok is false where it is none.
func columnsOf(row []string) (c columns, ok bool) {
	c = columns{-1, -1, -1, -1, -1}
	named := -1 // type, which is the property's where no other column is
	for i, name := range row {
		plain := plainName(name)
		if plain == "type" && named < 0 {
			named = i
		}
		if of := columnNames[plain]; of != nil && *of(&c) < 0 {
			*of(&c) = i
		}
	}
	switch {
	case c.typ < 0:
		c.typ = named
	case c.call < 0:
		c.call = named
	}
	return c, c.event >= 0 && (len(row) > 1 || c.event == 0)
}

// isTable tells a table by its header, and what stands between its cells.
func isTable(text []byte) (delimiter rune, ok bool) {
	for _, delimiter := range [...]rune{',', ';', '\t'} {
		rows := newRows(text, delimiter)
		for range maxTitles {
			row, err := rows.Read()
			if err != nil {
				break
			}
			if _, ok := columnsOf(row); ok && (len(row) > 1 || delimiter == '\t') {
				return delimiter, true
			}
		}
	}
	return 0, false
}

func newRows(text []byte, delimiter rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = delimiter, -1, true
	// What stands between tabs is not quoted by all who write it.
	r.LazyQuotes, r.TrimLeadingSpace = delimiter == '\t', delimiter != '\t'
	return r
}

// table reads a plan from a table.
type table struct {
	*part
	rows    *csv.Reader
	starts  []int // of the lines
	columns columns
	header  bool
	// isStatus says that the column of what is required may say something else.
	isStatus bool
	row      []string

	current string         // the event of the rows before
	of      map[string]int // the names, by their events
	said    map[said]int   // the properties of names
	others  map[string]bool
	err     error
}

// said is a property of a name.
type said struct {
	of      int
	pointer string
}

// table takes a plan from a table.
func (p *part) table(text []byte, delimiter rune) error {
	if bad := invalidUTF8(text); bad >= 0 {
		at := p.places.at(bad)
		return &tree.Error{Name: p.name, Line: at.Line, Column: at.Column, Problem: "it is not UTF-8 text", Hint: "save the table as CSV UTF-8"}
	}
	t := &table{part: p, rows: newRows(text, delimiter), starts: []int{0}, of: map[string]int{}, said: map[said]int{}, others: map[string]bool{}}
	for i, c := range text {
		if c == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	for t.err == nil {
		row, err := t.rows.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return t.broken(err)
		}
		t.row = row
		if !t.header {
			if t.columns, t.header = columnsOf(row); t.header {
				t.onlyNames = t.columns.property < 0
			}
			t.isStatus = strings.Contains(plainName(t.cell(t.columns.required)), "status")
			continue
		}
		t.take()
	}
	return t.err
}

// invalidUTF8 gives the first byte that is no UTF-8; -1: there is none.
func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// broken gives the error of a table that is none.
func (t *table) broken(err error) error {
	e := &tree.Error{Name: t.name, Problem: "the table cannot be read: " + prose.Outside(err.Error())}
	if at, ok := errors.AsType[*csv.ParseError](err); ok {
		e.Line, e.Column = at.StartLine, 1
		if at.Line == at.StartLine {
			place := t.places.at(min(t.starts[at.Line-1]+max(0, at.Column-1), len(t.places.text)))
			e.Line, e.Column = place.Line, place.Column
		}
		e.Problem = "the table cannot be read: " + at.Err.Error()
		e.Hint = `write a quote in a cell twice, and the cell in quotes: "5"" screen"`
	}
	return e
}

// cell gives what stands in a column of the row.
func (t *table) cell(column int) string {
	if column < 0 || column >= len(t.row) {
		return ""
	}
	return strings.TrimSpace(t.row[column])
}

// at gives the place of a cell in bytes.
func (t *table) at(column int) int {
	line, byteColumn := t.rows.FieldPos(column)
	return t.starts[line-1] + byteColumn - 1
}

func (t *table) fail(column int, problem, hint string) {
	at := t.places.at(t.at(column))
	t.err = &tree.Error{Name: t.name, Line: at.Line, Column: at.Column, Problem: problem, Hint: hint}
}
