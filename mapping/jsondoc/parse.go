package jsondoc

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how many objects and arrays may stand inside each other.
const MaxDepth = 10_000

// Doc is one JSON text that has been read. It is not changed by any method but
// [Doc.Reset], so that many goroutines may read it at once. The zero Doc is an
// empty document: its root is Absent.
type Doc struct {
	raw   []byte
	nodes []node
	// plain says that every name and string reads as its bytes: no escapes, and all
	// UTF-8. plainNames says it of the names; the text is all UTF-8 then, too.
	plain, plainNames bool
	long              bool // some number has more bytes than [safeDigits], or an exponent
	tabled            bool // there is a table, and
	repeats           bool // some of its members have one name
	table             table
}

// node is one value. Its first child, if it has any, is the node behind it.
type node struct {
	start, end         int32 // the value in the text
	nameStart, nameEnd int32 // the member name with its quotes; both 0 outside objects
	next               int32 // the first node behind this one and all inside it
	parent             int32 // -1 for the root
	kind               Kind
	print              uint16 // of the name as it came: see [printOf]
}

// Parse reads a text that is exactly one JSON value, white space around it
// allowed. It keeps raw, which must not change while the Doc is in use. The
// error is a [*SyntaxError].
func Parse(raw []byte) (*Doc, error) {
	d := new(Doc)
	if err := d.Reset(raw); err != nil {
		return nil, err
	}
	return d, nil
}

// Reset makes d the document of another text and reuses its memory. Values of
// the former text must no longer be used. After an error d is empty.
func (d *Doc) Reset(raw []byte) error {
	if d.nodes == nil {
		d.nodes = make([]node, 0, len(raw)/16+4)
	}
	d.raw, d.nodes = raw, d.nodes[:0]
	if len(raw) > math.MaxInt32 {
		return d.fail(&SyntaxError{Offset: math.MaxInt32, Msg: "the text is longer than 2 GiB"})
	}
	if !d.scan() {
		d.nodes = d.nodes[:0]
		if err := d.tokenize(); err != nil {
			return err
		}
	}
	d.index()
	return nil
}

// tokenize is scan for every text. The error says why it is no JSON.
func (d *Doc) tokenize() error {
	r := readers.Get().(*reader)
	defer r.stop(len(d.raw))
	if err := d.read(r.start(d.raw)); err != nil {
		return d.fail(syntaxError(d.raw, r, err))
	}
	d.look(false, false, true)
	return nil
}

// look sees what a scan sees on its way: what is not known already.
func (d *Doc) look(plain, plainNames, long bool) {
	d.plain = plain || isPlain(d.raw)
	d.plainNames = d.plain || plainNames || d.onlyPlainNames()
	d.long = long && slices.ContainsFunc(d.nodes, d.isLong)
}

func (d *Doc) onlyPlainNames() bool {
	return utf8.Valid(d.raw) && !slices.ContainsFunc(d.nodes, func(n node) bool {
		return bytes.IndexByte(d.raw[n.nameStart:n.nameEnd], '\\') >= 0
	})
}

// isLong reports whether a double may not hold a number.
func (d *Doc) isLong(n node) bool {
	return n.kind == Number && (n.end-n.start > safeDigits || exponent(d.raw[n.start:n.end]))
}

// fail empties d.
func (d *Doc) fail(err *SyntaxError) error {
	err.Line, err.Column = Position(d.raw, err.Offset)
	d.raw, d.nodes = nil, d.nodes[:0]
	return err
}

// Root returns the one value of the text; Absent when the document is empty.
func (d *Doc) Root() Value {
	if d == nil || len(d.nodes) == 0 {
		return Value{}
	}
	return Value{doc: d}
}

// AloneIn makes a document of a value that is not absent, in the memory of d, which is not
// the document that the value stands in: what [Doc.Reset] makes of its text, without reading
// it again. Values of the former text of d must no longer be used.
func (v Value) AloneIn(d *Doc) {
	all, root := v.doc, v.node()
	d.raw, d.nodes = v.Raw(), slices.Grow(d.nodes[:0], int(root.next-v.i))[:root.next-v.i]
	from, first := root.start, v.i
	for i := range d.nodes {
		n, of := &d.nodes[i], &all.nodes[int(first)+i] // field by field, as in scanner.run
		n.start, n.end, n.next, n.parent = of.start-from, of.end-from, of.next-first, of.parent-first
		n.nameStart, n.nameEnd, n.kind, n.print = max(of.nameStart-from, 0), max(of.nameEnd-from, 0), of.kind, of.print
	}
	d.nodes[0].parent, d.nodes[0].nameStart, d.nodes[0].nameEnd, d.nodes[0].print = -1, 0, 0, 0
	d.look(all.plain, all.plainNames, all.long)
	d.index()
}

// Bytes returns the text as it came.
func (d *Doc) Bytes() []byte {
	if d == nil {
		return nil
	}
	return d.raw
}

// read appends the nodes of the text.
func (d *Doc) read(dec *jsontext.Decoder) error {
	nodes, open, inObject := d.nodes, int32(-1), false // open is the innermost object or array not closed yet
	var nameStart, nameEnd int32
	pos := 0 // end of the last token
	for {
		tok, err := dec.ReadToken()
		if err != nil {
			return err
		}
		kind, before := kinds[tok.Kind()], pos
		pos = int(dec.InputOffset())
		if kind == Absent { // a closing bracket
			n := &nodes[open]
			n.end, n.next, open = int32(pos), int32(len(nodes)), n.parent
			inObject = open >= 0 && nodes[open].kind == Object
		} else {
			start := int32(before + separators(d.raw[before:]))
			if inObject && nameEnd == 0 {
				nameStart, nameEnd = start, int32(pos)
				continue
			}
			at := int32(len(nodes))
			n := node{start: start, end: int32(pos), nameStart: nameStart, nameEnd: nameEnd, next: at + 1, parent: open, kind: kind}
			if nameEnd > 0 {
				n.print = printOf(d.raw[nameStart+1 : nameEnd-1])
			}
			nodes = append(nodes, n)
			nameStart, nameEnd = 0, 0
			if kind >= Object {
				open, inObject = at, kind == Object
			}
		}
		if open < 0 {
			d.nodes = nodes
			return d.readEnd(pos)
		}
	}
}

// readEnd makes sure that nothing but white space stands behind the value.
func (d *Doc) readEnd(pos int) error {
	rest := bytes.TrimLeft(d.raw[pos:], " \t\r\n")
	if len(rest) > 0 {
		return &SyntaxError{Offset: len(d.raw) - len(rest), Msg: "there is more text behind the JSON value"}
	}
	return nil
}

// separators counts what may stand between two tokens.
func separators(b []byte) int {
	for i, c := range b {
		switch c {
		case ' ', '\t', '\r', '\n', ',', ':':
		default:
			return i
		}
	}
	return len(b)
}

// kinds gives the kind of value that a token begins; Absent for a closing
// bracket.
var kinds = [256]Kind{
	'n': Null, 't': Bool, 'f': Bool, '0': Number, '"': String, '{': Object, '[': Array,
}

// readers keeps the tokenizers that no parse uses at the moment.
var readers = sync.Pool{New: func() any { return new(reader) }}

// reader is a tokenizer and the source it reads from.
type reader struct {
	dec jsontext.Decoder
	buf bytes.Buffer
}

// start begins to read a text, which the decoder reads in place.
func (r *reader) start(raw []byte) *jsontext.Decoder {
	r.buf = *bytes.NewBuffer(raw)
	r.dec.Reset(&r.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return &r.dec
}

// largeText is how many bytes of a text an idle tokenizer may hold on to.
const largeText = 64 << 10

// stop lets go of the text, at the next start if it is small.
func (r *reader) stop(size int) {
	r.buf = bytes.Buffer{}
	if size > largeText {
		r.dec.Reset(&r.buf)
	}
	readers.Put(r)
}

// syntaxError says in our words why a text is no JSON.
func syntaxError(raw []byte, r *reader, err error) *SyntaxError {
	if own, ok := errors.AsType[*SyntaxError](err); ok {
		return own
	}
	syn, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok || errors.Is(err, io.ErrUnexpectedEOF) { // io.EOF: not even a first token
		msg := "the text ends in the middle of a JSON value"
		if len(bytes.TrimLeft(raw, " \t\r\n")) == 0 {
			msg = "there is no JSON value"
		}
		return &SyntaxError{Offset: len(raw), Msg: msg}
	}
	at := min(max(0, int(syn.ByteOffset)), len(raw))
	if r.dec.StackDepth() >= MaxDepth && at < len(raw) && (raw[at] == '{' || raw[at] == '[') {
		return &SyntaxError{Offset: at, Msg: "objects and arrays stand more than 10,000 deep in each other"}
	}
	return &SyntaxError{Offset: at, Msg: strings.TrimPrefix(syn.Err.Error(), "jsontext: ")}
}
