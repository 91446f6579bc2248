package capture

import (
	"segtap/mapping"
	"segtap/mapping/query"
)

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
func newDraft(m *mapping.Message, j *mapping.Judgement, writeKey string) draft {
	shown := query.RowOf(m, j)
	d := draft{judgement: j, name: shown.Name, user: shown.User, value: shown.Value, identity: identityOf(m, writeKey)}
	d.row.typ = typeNumber(shown.Type)
	d.row.say(j.Verdict)
	d.row.content = d.identity.content
	return d
}
