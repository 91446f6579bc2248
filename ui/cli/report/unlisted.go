package report

import (
	"bufio"
	"fmt"
	"strings"

	"segtap/ui/cli/console"
)

// Unlisted is how many messages have problems that are not listed, since there are too many
// kinds: of those that fail the check, and of others. A message may have both.
type Unlisted struct {
	Failing int `json:"failing"`
	Other   int `json:"other"`
	Most    int `json:"-"` // kinds of each that are listed
}

// unlistedTitle is what is said of them in a few words.
const unlistedTitle = "not all problems are listed"

// IsZero reports whether all problems are listed.
func (u Unlisted) IsZero() bool { return u.Failing == 0 && u.Other == 0 }

// listed says which of the problems `segtap check` lists.
func (u Unlisted) listed() string {
	if u.IsZero() {
		return "all"
	}
	return "more"
}

// String says it in a sentence without a full stop.
func (u Unlisted) String() string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			have := "have"
			if n == 1 {
				have = "has"
			}
			parts = append(parts, fmt.Sprintf("%s %s further problems that %s", console.Count(n, "message"), have, what))
		}
	}
	add(u.Failing, "fail")
	add(u.Other, "do not fail")
	return fmt.Sprintf("%s, which are not listed: there is room for %d kinds that fail, and as many others", strings.Join(parts, " and "), u.Most)
}

// text writes it behind the problems that are listed.
func (u Unlisted) text(out *bufio.Writer) {
	if u.IsZero() {
		return
	}
	fails := ""
	if u.Failing > 0 {
		fails = "FAIL"
	}
	fmt.Fprintf(out, "%-4s %s\n", fails, u)
}

// beyond is what stands before a number that is larger by what is not listed.
func beyond(unlisted int) string {
	if unlisted > 0 {
		return "more than "
	}
	return ""
}
