package capture

import (
	"segtap/mapping"
	"segtap/mapping/filter"
)

// draft is a row before its record is kept.
type draft struct {
	row               row
	tale              tale
	name, user, value string
	identity          identity
	judgement         *mapping.Judgement // until it is listed
}

// newDraft takes from a message and its judgement what a list shows.
func newDraft(m *mapping.Message, j *mapping.Judgement) draft {
	shown := filter.RowOf(m, j)
	d := draft{
		judgement: j, name: shown.Name, user: shown.User, value: shown.Value, identity: identityOf(m),
		row: row{
			typ: typeNumber(shown.Type), gates: j.Verdict.Gates, headline: j.Verdict.Headline,
			errors: uint8(min(j.Verdict.Errors, 255)), warnings: uint8(min(j.Verdict.Warnings, 255)),
		},
	}
	d.row.content = d.identity.content
	return d
}
