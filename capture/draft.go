package capture

import (
	"net/http"
	"time"

	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// types are the message types that an index knows by number.
var types = [...]string{"", "track", "identify", "page", "screen", "group", "alias", "other"}

// trackType is the number of "track".
const trackType = 1

func typeNumber(typ string) uint8 {
	for i, t := range types {
		if t == typ {
			return uint8(i)
		}
	}
	return uint8(len(types) - 1)
}

// draft is a row before its record is kept.
type draft struct {
	row               row
	annotations       annotations
	name, user, value string
	identity          identity
	judgement         *mapping.Judgement // until it is listed
}

// newDraft takes from a message, which came with a write key, and its judgement
// what a list shows.
func newDraft(m *message.Message, j *mapping.Judgement, writeKey string) draft {
	shown := query.RowOf(m, j)
	d := draft{judgement: j, name: shown.Name, user: shown.User, value: shown.Value, identity: identityOf(m, writeKey)}
	d.row.typ = typeNumber(shown.Type)
	d.row.say(j.Verdict)
	d.row.content = d.identity.content
	return d
}

// came says when and how the message came, and which of its request it is.
func (d *draft) came(at time.Time, item int, origin Origin, parent uint64) {
	d.row.at, d.row.item = at.UnixMicro(), uint16(item)
	d.row.flags |= flags(origin)
	d.annotations.parent = uint32(parent)
}

// number gives the draft its id, by that of the first message of its request.
func (d *draft) number(first uint64) { d.row.id = uint32(first) + uint32(d.row.item) }

// judgedBy says which judge its judgement is from, by its generation.
func (d *draft) judgedBy(generation uint8) { d.row.generation = generation }

// generation returns which judge its judgement is from.
func (d *draft) generation() uint8 { return d.row.generation }

// id returns the id that the draft was given.
func (d *draft) id() uint64 { return uint64(d.row.id) }

// show has an entry say what the draft says.
func (d *draft) show(e *Entry) {
	e.Type, e.Name, e.User, e.Value, e.Verdict = types[d.row.typ], d.name, d.user, d.value, d.row.verdict()
}

// noteAnswer notes of a message whether Segment's ingest has taken it: it was
// answered 200, and kept. Only such a message keeps others of its id away.
func (d *draft) noteAnswer(status int) {
	gates := d.row.gates
	if status != http.StatusOK || gates.State(verdict.Received) == verdict.Fail || gates.State(verdict.Accepted) == verdict.Fail {
		d.row.flags |= isRefused
	}
}

// mayBeSentAgain says that a message is one that an SDK may have sent before.
func (d *draft) mayBeSentAgain() bool {
	return d.identity.id != 0 && d.row.origin() == Received && d.annotations.parent == 0
}

// duplicate notes that another message of the same id came before.
func (d *draft) duplicate(of uint32) {
	d.annotations.duplicateOf = of
	d.row.say(d.row.verdict().Duplicate())
}
