package names

import (
	"strconv"
	"strings"

	"segtap/mapping/naming"
	"segtap/mapping/prose"
)

// differ says in what a table is another one than before; empty where it is not.
func differ(before, now *naming.Table) string {
	d := naming.Compare(before, now)
	var parts []string
	for _, text := range []string{
		comings(d.Names, "name"), comings(d.Metrics, "metric"),
		change(d.Near, "near miss", "near misses"), change(d.Wrong, "other problem", "other problems"),
	} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// comings says which have come and gone: one instead of another by their names, others by their number.
func comings(of naming.Coming, what string) string {
	came, went := of.Came, of.Went
	switch {
	case len(came) == 1 && len(went) == 1:
		return "the " + what + " " + prose.Quoted(came[0]) + " instead of " + prose.Quoted(went[0])
	case len(came) == 0 || len(went) == 0:
		return change(len(came)-len(went), what, what+"s")
	}
	return change(len(came), what, what+"s") + ", " + change(-len(went), what, what+"s")
}

// change says how many more or less there are: "1 name more"; empty for none.
func change(by int, one, many string) string {
	word, direction := many, " more"
	if by < 0 {
		by, direction = -by, " less"
	}
	switch by {
	case 0:
		return ""
	case 1:
		word = one
	}
	return strconv.Itoa(by) + " " + word + direction
}
