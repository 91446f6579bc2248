package index

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"segtap/capture"
	"segtap/capture/problems"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// types are the message types that an index knows by number: none, those of Segment,
// and all others as one.
var types = slices.Concat([]string{""}, message.Types(), []string{"other"})

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

// Draft is a row before its record is kept.
type Draft struct {
	row               Row
	annotations       Annotations
	name, user, value string
	from              string // where it was brought from; empty for nowhere
	source            string
	toward            capture.Toward
	identity          repeat.Identity
	found             problems.Found
	ifDuplicate       verdict.Code       // its code if another message of its id came before
	Judgement         *mapping.Judgement // until it is listed
}

// NewDraft takes from a message, which came with a write key, and its judgement
// what a list shows.
func NewDraft(m *message.Message, j *mapping.Judgement, writeKey string) Draft {
	shown := query.RowOf(m, j)
	d := Draft{Judgement: j, name: shown.Name, user: shown.User, value: shown.Value, identity: repeat.Of(m, writeKey), found: problems.Of(j.Verdict, j.Diagnostics)}
	d.row.typ = typeNumber(shown.Type)
	d.row.say(j.Verdict, firstOf(j))
	d.ifDuplicate = j.FirstIfDuplicate(m.Root)
	d.source, d.toward = query.Cut(query.SourceOf(m), query.MaxUser), towardOf(j)
	d.row.content = d.identity.Content
	return d
}

// towardOf returns what the event of a message feeds.
func towardOf(j *mapping.Judgement) (t capture.Toward) {
	lead := j.Lead()
	if lead == nil {
		return t
	}
	t.Metric, t.Metrics = lead.Metric.Key, len(j.Metrics)
	if len(lead.Toward) > 0 {
		t.Experiment = lead.Toward[0].Experiment.Key
	}
	return t
}

// Came says when and how the message came, and which of its request it is.
func (d *Draft) Came(at time.Time, item int, origin capture.Origin, parent uint64) {
	d.row.At, d.row.Item = at.UnixMicro(), uint16(item)
	d.row.flags |= flags(origin)
	d.annotations.parent = uint32(parent)
}

// BroughtFrom says where the message was brought from.
func (d *Draft) BroughtFrom(place string) {
	d.from = place
	if d.source == "" {
		file, _, _ := strings.Cut(place, ":")
		d.source = query.Cut(file, query.MaxUser)
	}
}

// Number gives the draft its id, by that of the first message of its request.
func (d *Draft) Number(first uint64) { d.row.ID = uint32(first) + uint32(d.row.Item) }

// Type returns the type of the message; "other" for one that Segment does not have.
func (d *Draft) Type() string { return types[d.row.typ] }

// JudgedBy says which judge its judgement is from, by its generation.
func (d *Draft) JudgedBy(generation uint8) { d.row.Generation = generation }

// ID returns the id that the draft was given.
func (d *Draft) ID() uint64 { return uint64(d.row.ID) }

// Show has an entry say what the draft says.
func (d *Draft) Show(e *capture.Entry) {
	e.Type, e.Name, e.User, e.Value, e.Verdict = types[d.row.typ], d.name, d.user, d.value, d.row.verdict(&d.found)
	e.Code, e.Toward, e.Source = d.row.code, d.toward, d.source
}

// NoteAnswer notes of a message whether Segment's ingest has taken it: it was
// answered 200, and kept. Only such a message keeps others of its id away.
func (d *Draft) NoteAnswer(status int) {
	if status != http.StatusOK || d.row.gates.Refused() {
		d.row.flags |= isRefused
	}
}

// mayBeSentAgain says that a message is one that an SDK may have sent before.
func (d *Draft) mayBeSentAgain() bool {
	return d.identity.ID != 0 && d.row.origin() == capture.Received && d.annotations.parent == 0
}

// duplicate notes that another message of the same id came before.
func (d *Draft) duplicate(of uint32) {
	d.annotations.duplicateOf = of
	d.row.say(d.row.verdict(&d.found).Duplicate(), d.ifDuplicate)
	d.found.Add(verdict.DuplicateMessageID, verdict.Error)
}
