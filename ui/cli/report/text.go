package report

import (
	"bufio"
	"fmt"

	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
)

// text writes for a person: of each expectation whether it is met, and of each problem
// whether it fails the check, what and where, what comes of it, the way out.
func (r *Report) text(out *bufio.Writer) error {
	for i := range r.Results {
		result := &r.Results[i]
		fails := "ok"
		if !result.OK {
			fails = "FAIL"
		}
		fmt.Fprintf(out, "%-4s %-7s  %s  %s\n", fails, state(result), console.Harmless(result.Name), console.Harmless(standsAt(result)))
		if state(result) != "met" {
			for _, line := range details(result) {
				fmt.Fprintf(out, "         %s\n", console.Harmless(line))
			}
		}
	}
	for i := range r.Problems {
		p := &r.Problems[i]
		fails := ""
		if p.Fails {
			fails = "FAIL"
		}
		fmt.Fprintf(out, "%-4s %-7s  %s  %s  %s\n", fails, p.Severity, p.Code, console.Harmless(named(p.Event)), console.Harmless(p.counted()))
		fmt.Fprintf(out, "         %s\n         %s\n", console.Harmless(p.what()), console.Harmless(p.Fix))
	}
	return nil
}

// lines writes each expectation and each problem as a line of JSON.
func (r *Report) lines(out *bufio.Writer) error {
	for i := range r.Results {
		if err := jsonl.Write(out, &r.Results[i]); err != nil {
			return err
		}
	}
	for i := range r.Problems {
		if err := jsonl.Write(out, &r.Problems[i]); err != nil {
			return err
		}
	}
	return nil
}
