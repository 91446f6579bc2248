package plan

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// Plan is what is sent where, and how.
type Plan struct {
	ID      string // a UUID
	Target  replay.Target
	Entries []uint64 // in the order in which they go out
	Changes Changes
	Pace    Pace
}

// Pace is how fast a plan goes. Without a rate and a speed it goes as fast as it is
// answered.
type Pace struct {
	Rate        float64 // entries a second; 0 for no limit
	Speed       float64 // how many times as fast as the entries happened; 0 for no regard to that
	Concurrency int     // requests at one time; 0 stands for 1
}

// record is a plan as the capture file holds it: without secrets, and the entries as
// ranges.
type record struct {
	ID           string         `json:"plan"`
	Target       string         `json:"target"`
	Kind         replay.Kind    `json:"kind"`
	URL          string         `json:"url"`
	Payload      replay.Payload `json:"payload,omitzero"`
	ClientSideID string         `json:"client_side_id,omitzero"`
	Project      string         `json:"project,omitzero"`
	Environment  string         `json:"environment,omitzero"`
	NewIDs       bool           `json:"new_ids"`
	Times        string         `json:"times"`
	Shift        int64          `json:"shift_ms,omitzero"`
	Rate         float64        `json:"rate,omitzero"`
	Speed        float64        `json:"speed,omitzero"`
	Concurrency  int            `json:"concurrency,omitzero"`
	Entries      [][2]uint64    `json:"entries"`
}

// appendJSON appends the plan as a JSON object.
func (p *Plan) appendJSON(dst []byte) ([]byte, error) {
	t := &p.Target
	text, err := json.Marshal(record{
		ID: p.ID, Target: t.Name, Kind: t.Kind, URL: t.URL, Payload: t.Payload, ClientSideID: t.ClientSideID,
		Project: t.Project, Environment: t.Environment, NewIDs: p.Changes.NewIDs, Times: p.Changes.Times.String(),
		Shift: p.Changes.Shift.Milliseconds(), Rate: p.Pace.Rate, Speed: p.Pace.Speed, Concurrency: p.Pace.Concurrency,
		Entries: ranges(p.Entries),
	})
	if err != nil {
		return dst, fmt.Errorf("writing a plan: %w", err)
	}
	return append(dst, text...), nil
}

// has is what of entries stands in a capture file before a plan.
type has struct {
	last  uint64 // the highest id
	count uint64
}

// note counts the entries of a record.
func (h *has) note(head *journal.Head) {
	if head.N > 0 {
		h.last = max(h.last, head.ID+uint64(head.N)-1)
		h.count += uint64(head.N)
	}
}

// parse reads what appendJSON wrote. A plan names no more entries than there are.
func parse(object []byte, there has) (Plan, error) {
	var r record
	if err := json.Unmarshal(object, &r); err != nil {
		return Plan{}, fmt.Errorf("reading a plan: %w", err)
	}
	p := Plan{
		ID: r.ID,
		Target: replay.Target{
			Name: r.Target, Kind: r.Kind, URL: r.URL, Payload: r.Payload, ClientSideID: r.ClientSideID,
			Project: r.Project, Environment: r.Environment,
		},
		Changes: Changes{NewIDs: r.NewIDs, Shift: time.Duration(r.Shift) * time.Millisecond},
		Pace:    Pace{Rate: r.Rate, Speed: r.Speed, Concurrency: r.Concurrency},
	}
	for i, name := range timesNames {
		if name == r.Times {
			p.Changes.Times = Times(i)
		}
	}
	for _, e := range r.Entries {
		if e[0] < 1 || e[0] > e[1] || e[1] > there.last {
			return Plan{}, fmt.Errorf("reading a plan: it names entries %d to %d, and those before it are 1 to %d", e[0], e[1], there.last)
		}
		if uint64(len(p.Entries))+e[1]-e[0] >= there.count {
			return Plan{}, fmt.Errorf("reading a plan: it names more entries than the %d before it", there.count)
		}
		for id := e[0]; id <= e[1]; id++ {
			p.Entries = append(p.Entries, id)
		}
	}
	return p, nil
}

// ranges returns ids as the first and the last of those that follow each other.
func ranges(ids []uint64) [][2]uint64 {
	all := [][2]uint64{}
	for _, id := range ids {
		if n := len(all); n > 0 && all[n-1][1]+1 == id {
			all[n-1][1] = id
			continue
		}
		all = append(all, [2]uint64{id, id})
	}
	return all
}

// SameTarget says how a target differs from the one that the plan was begun with; empty
// when it does not. Credentials may be others.
func (p *Plan) SameTarget(t *replay.Target) string {
	was := &p.Target
	switch {
	case t.Kind != was.Kind || t.Payload != was.Payload:
		return fmt.Sprintf("it was begun to %s", was.Kind)
	case t.URL != was.URL:
		return fmt.Sprintf("it was begun to %s, and this is %s", was.URL, t.URL)
	case t.ClientSideID != was.ClientSideID:
		return fmt.Sprintf("it was begun with the client-side ID %s, and this is %s", was.ClientSideID, t.ClientSideID)
	case t.Project != was.Project || t.Environment != was.Environment:
		return fmt.Sprintf("it was begun to %s/%s, and this is %s/%s", was.Project, was.Environment, t.Project, t.Environment)
	}
	return ""
}
