package names

import (
	"slices"
	"strings"

	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
	"segtap/ui/widget/count"
)

// Facts are what a screen shows of a row, and finds it by. They are worked out once a table: drawing a row does not depend
// on in how many places it stands.
type Facts struct {
	row *naming.Row
	// Worst is the severity of what is worst of it, where anything is Wrong.
	Worst verdict.Severity
	Wrong bool
	// Loses reports whether events are lost, whatever their name.
	Loses bool
	// Nearest is the name that it was probably meant to have; empty for none.
	Nearest string
	// Places are the first of those where it stands, what is wrong first, then those in code: there a person mends most.
	Places []origin.Place
	// Words are what a filter finds it by: where it stands, and what is wrong with it.
	Words string

	told []told
	more int // what is wrong besides
}

// maxListed is how many places a sentence lists.
const maxListed = 3

// told is what is said alike of some places.
type told struct {
	*naming.Finding
	at   []*naming.Finding // the first ones
	more int               // besides
}

// FactsOf works out what there is to say of a row.
func FactsOf(row *naming.Row) Facts {
	f := Facts{row: row, Nearest: row.Nearest()}
	f.Worst, f.Wrong = row.Worst()
	f.addPlaces()
	f.addTold()
	f.Words = words(row)
	return f
}

// addPlaces takes the first places, each once.
func (f *Facts) addPlaces() {
	add := func(p origin.Place) (enough bool) {
		if p.File != "" && !slices.Contains(f.Places, p) {
			f.Places = append(f.Places, p)
		}
		return len(f.Places) == maxPlaces
	}
	for i := range f.row.Findings {
		if add(f.row.Findings[i].Place) {
			return
		}
	}
	for _, names := range [...][]*origin.Name{f.row.Code, f.row.Planned} {
		for _, name := range names {
			if add(name.Place) {
				return
			}
		}
	}
}

// addTold puts together what is said alike of several places.
func (f *Facts) addTold() {
	type saying struct {
		code        verdict.Code
		severity    verdict.Severity
		effect, fix string
	}
	at := make(map[saying]int)
	for i := range f.row.Findings {
		finding := &f.row.Findings[i]
		f.Loses = f.Loses || finding.Severity == verdict.Error && finding.Code != verdict.MetricNotFound
		said := saying{finding.Code, finding.Severity, finding.Effect, finding.Fix}
		k, known := at[said]
		if !known {
			k = len(at)
			at[said] = k
			if k < maxPlaces {
				f.told = append(f.told, told{Finding: finding})
			}
		}
		switch {
		case k >= maxPlaces || finding.Place.File == "":
		case len(f.told[k].at) < maxListed:
			f.told[k].at = append(f.told[k].at, finding)
		default:
			f.told[k].more++
		}
	}
	f.more = len(at) - len(f.told)
}

// words are what a filter finds a row by, each once.
func words(row *naming.Row) string {
	var list []string
	known := make(map[string]bool)
	add := func(word string) {
		if !known[word] {
			known[word] = true
			list = append(list, word)
		}
	}
	for _, name := range row.Names {
		add(name)
	}
	for i := range row.Findings {
		add(row.Findings[i].Place.File)
		add(row.Findings[i].Name())
	}
	for _, name := range row.Code {
		add(name.Place.File)
	}
	for _, name := range row.Planned {
		add(name.Place.File)
	}
	if len(row.Planned) > 0 {
		add("planned")
	}
	if len(row.Code) > 0 {
		add("in code")
	}
	return strings.Join(list, "\n")
}

// Short says in two or three words what is worst of a row that a person should look at; empty for nothing.
func (f *Facts) Short() string {
	if f.Wrong && f.Worst != verdict.Info {
		return f.row.Findings[0].Code.Short()
	}
	return ""
}

// Lines are all that is known of a row from plans and code: where it stands, what is wrong with it, with the way out; then
// where else it stands.
func (f *Facts) Lines(room Room) (lines []Line) {
	if f.row == nil {
		return nil
	}
	inCode, planned := written("in code", f.row.Code, room), written("planned", f.row.Planned, room)
	lines = slices.Concat(inCode[:min(len(inCode), firstPlaces)], planned[:min(len(planned), firstPlaces)])
	for i := range f.told {
		said := &f.told[i]
		text := said.Name() + ": " + said.Effect
		if len(said.at) > 0 {
			text = said.places(room) + ": " + text
		}
		lines = append(lines, Line{said.Severity.String(), text}, Line{"fix", said.Fix})
	}
	if f.more > 0 {
		lines = append(lines, Line{"", "and " + count.Of(f.more, "more problem")})
	}
	return slices.Concat(lines, others(inCode, "also in code"), others(planned, "also planned"))
}

// places lists where it is said of.
func (t *told) places(room Room) string {
	var list []string
	for _, f := range t.at {
		place := room.place(f.Place)
		if len(f.Sent) > 0 {
			place += " (sent at " + room.place(f.Sent[0])
			if more := len(f.Sent) - 1; more > 0 {
				place += " and " + count.Of(more, "other place")
			}
			place += ")"
		}
		list = append(list, place)
	}
	if t.more > 0 {
		return strings.Join(list, ", ") + " and " + count.Number(t.more) + " more"
	}
	return prose.Listed(list, "and")
}
