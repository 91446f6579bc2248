package index

import (
	"bytes"
	"slices"
	"strconv"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/mapping/jsondoc"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// AppendSummaries appends what is found about each message of a record without reading
// its body, by jq, by grep and by whoever opens the file:
//
//	[{"type":"track","event":"Order Completed","user":"u_42","value":"59.9","verdict":"dropped","errors":1,"warnings":0,"id":"9f86d081884c7d65","same":"1a2b3c4d"}]
//
// Id is the FNV-1a hash of the messageId, same the CRC-32C of the write key and of what an SDK does
// not change when it tries again; a message without a messageId has neither. Taken is
// there, and false, where Segment's ingest has not taken the message.
func AppendSummaries(out []byte, drafts []Draft) []byte {
	out = append(slices.Grow(out, 192*len(drafts)), '[')
	for i := range drafts {
		d := &drafts[i]
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, `{"type":"`...), types[d.row.typ]...), `","event":`...)
		out = jsondoc.AppendString(out, d.name)
		out = jsondoc.AppendString(append(out, `,"user":`...), d.user)
		out = jsondoc.AppendString(append(out, `,"value":`...), d.value)
		out = append(append(append(out, `,"verdict":"`...), d.row.headline.Name()...), `","errors":`...)
		out = strconv.AppendInt(out, int64(d.found.Errors), 10)
		out = strconv.AppendInt(append(out, `,"warnings":`...), int64(d.found.Warnings), 10)
		if d.identity.ID != 0 {
			out = appendHex(append(out, `,"id":"`...), d.identity.ID, 16)
			out = appendHex(append(out, `","same":"`...), uint64(d.identity.Content), 8)
			out = append(out, '"')
		}
		if d.row.is(isRefused) {
			out = append(out, `,"taken":false`...)
		}
		out = append(out, '}')
	}
	return append(out, ']')
}

const hexDigits = "0123456789abcdef"

func appendHex(dst []byte, v uint64, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[v>>shift&15])
	}
	return dst
}

// FromSummaries makes the drafts of a record from its summaries, in the place of those
// given. They are valid as long as the head is: their texts are not copied. It
// gives false when these are not what summaries makes.
func FromSummaries(head *journal.Head, drafts []Draft) ([]Draft, bool) {
	rest := head.Summaries
	drafts = drafts[:0]
	for i := range head.N {
		before := ","
		if i == 0 {
			before = "["
		}
		d := Draft{ifDuplicate: verdict.DuplicateMessageID} // until the body is read
		d.Came(head.At, i, capture.OriginNamed(head.Origin), head.Parent)
		d.BroughtFrom(head.From)
		d.Number(head.ID)
		var ok bool
		if rest, ok = bytes.CutPrefix(rest, []byte(before)); !ok {
			return nil, false
		}
		if rest, ok = d.summary(rest); !ok {
			return nil, false
		}
		drafts = append(drafts, d)
	}
	return drafts, string(rest) == "]"
}

// summary reads one of the summaries, and gives what stands behind it.
func (d *Draft) summary(text []byte) (rest []byte, ok bool) {
	p := parser{rest: text}
	d.row.typ = typeNumber(p.text(`{"type":`))
	d.name = p.text(`,"event":`)
	d.user = p.text(`,"user":`)
	d.value = p.text(`,"value":`)
	d.row.headline, ok = verdict.HeadlineNamed(p.text(`,"verdict":`))
	d.found.Errors = uint8(p.count(`,"errors":`))
	d.found.Warnings = uint8(p.count(`,"warnings":`))
	if !p.bad && bytes.HasPrefix(p.rest, []byte(`,"id":`)) {
		d.identity.ID = p.hex(`,"id":`)
		d.identity.Content = uint32(p.hex(`,"same":`))
		d.row.content = d.identity.Content
	}
	if rest, refused := bytes.CutPrefix(p.rest, []byte(`,"taken":false`)); refused {
		p.rest = rest
		d.row.flags |= isRefused
	}
	p.take("}")
	return p.rest, ok && !p.bad && len(d.name) <= query.MaxName+3 && len(d.user) <= query.MaxUser+3 && len(d.value) <= query.MaxValue+3
}

// parser reads members in the order in which summaries writes them.
type parser struct {
	rest []byte
	bad  bool
}

func (p *parser) take(text string) {
	var ok bool
	if p.rest, ok = bytes.CutPrefix(p.rest, []byte(text)); !ok {
		p.bad = true
	}
}

// text reads a string behind the name of its member.
func (p *parser) text(name string) string {
	p.take(name)
	if p.bad || len(p.rest) == 0 || p.rest[0] != '"' {
		p.bad = true
		return ""
	}
	end := 1
	for end < len(p.rest) && p.rest[end] != '"' && p.rest[end] != '\\' {
		end++
	}
	if end < len(p.rest) && p.rest[end] == '"' {
		plain := p.rest[1:end]
		p.rest = p.rest[end+1:]
		return unsafe.String(unsafe.SliceData(plain), len(plain))
	}
	for end < len(p.rest) && p.rest[end] != '"' {
		if p.rest[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.rest) {
		p.bad = true
		return ""
	}
	plain, err := jsontext.AppendUnquote(nil, p.rest[:end+1])
	p.bad = p.bad || err != nil
	p.rest = p.rest[end+1:]
	return string(plain)
}

func (p *parser) count(name string) (n uint64) {
	p.take(name)
	end := 0
	for end < len(p.rest) && end < 3 && p.rest[end] >= '0' && p.rest[end] <= '9' {
		n = n*10 + uint64(p.rest[end]-'0')
		end++
	}
	p.bad = p.bad || end == 0 || n > 255 || end > 1 && p.rest[0] == '0' // which is no JSON
	p.rest = p.rest[end:]
	return n
}

func (p *parser) hex(name string) uint64 {
	n, err := strconv.ParseUint(p.text(name), 16, 64)
	p.bad = p.bad || err != nil
	return n
}
