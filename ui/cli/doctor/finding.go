package doctor

import (
	"bufio"
	"fmt"
	"strings"

	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// Status is how well something is.
type Status string

// How well something is.
const (
	OK      Status = "ok"
	Warning Status = "warning" // it works, and something about it will surprise
	Problem Status = "problem" // something does not work
	Unasked Status = "unasked" // it was not looked at
)

// Finding is what was seen of one thing.
type Finding struct {
	Check  string `json:"check"` // what was looked at
	Status Status `json:"status"`
	Found  string `json:"found"`             // what is there
	Means  string `json:"means,omitempty"`   // what that means for who uses segtap
	WayOut string `json:"way_out,omitempty"` // what to do about it
}

// print writes findings, for people or as lines of JSON. What others wrote is escaped.
func print(out *bufio.Writer, findings []Finding, asJSON bool) error {
	for _, f := range findings {
		if asJSON {
			if err := jsonl.Write(out, f); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(out, "%-8s %-14s %s\n", f.Status, f.Check, sanitize.Escape(f.Found))
		for _, line := range []string{f.Means, prefixed("→ ", f.WayOut)} {
			if line != "" {
				fmt.Fprintf(out, "%s%s\n", strings.Repeat(" ", 24), sanitize.Escape(line))
			}
		}
	}
	return out.Flush()
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// count returns how many findings have a status.
func count(findings []Finding, status Status) (n int) {
	for _, f := range findings {
		if f.Status == status {
			n++
		}
	}
	return n
}
