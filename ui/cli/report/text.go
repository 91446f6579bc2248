package report

import (
	"bufio"
	"fmt"

	"segtap/mapping/expectation"
	"segtap/ui/cli/console"
)

// text writes for a person: of each problem whether it fails the check, what and where,
// what comes of it, the way out; and of each expectation whether it is met.
func (r *Report) text(out *bufio.Writer) error {
	for i := range r.Problems {
		p := &r.Problems[i]
		fails := ""
		if p.Fails {
			fails = "FAIL"
		}
		fmt.Fprintf(out, "%-4s %-7s  %s  %s  %s\n", fails, p.Severity, p.Code, console.Harmless(named(p.Event)), console.Harmless(p.counted()))
		fmt.Fprintf(out, "         %s\n         %s\n", console.Harmless(p.what()), console.Harmless(p.Fix))
	}
	r.Unlisted.text(out)
	for i := range r.Results {
		writeResult(out, &r.Results[i])
	}
	return nil
}

func writeResult(out *bufio.Writer, r *expectation.Result) {
	word := map[string]string{"met": "ok", "not met": "FAIL", "skipped": "skip"}[state(r)]
	fmt.Fprintf(out, "%-4s %s\n", word, console.Harmless(r.Name+"  "+standsAt(r)))
	if r.State == expectation.Skipped {
		fmt.Fprintf(out, "         %s\n", console.Harmless(r.Came))
	}
	if r.OK {
		return
	}
	for _, d := range details(r) {
		if d.label != "" {
			d.label += ":"
		}
		fmt.Fprintf(out, "         %-9s %s\n", d.label, console.Harmless(d.text))
	}
}
