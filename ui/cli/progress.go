package cli

import (
	"fmt"

	"segtap/capture/launchdarkly"
)

// progressText says how far a reading has come.
func progressText(p launchdarkly.Progress) string {
	switch {
	case !p.Until.IsZero() && p.RateLimited:
		return fmt.Sprintf("reading %s: LaunchDarkly asks to wait until %s", p.Reading, p.Until.Local().Format("15:04:05"))
	case !p.Until.IsZero():
		return fmt.Sprintf("reading %s: no answer; trying again at %s", p.Reading, p.Until.Local().Format("15:04:05"))
	case p.Total >= 0:
		return fmt.Sprintf("reading %s: %d of %d", p.Reading, p.Read, p.Total)
	}
	return "reading " + p.Reading
}

// toldTo gives a progress that is told on standard error, each line once.
func toldTo(std streams) func(launchdarkly.Progress) {
	last := ""
	return func(p launchdarkly.Progress) {
		if text := progressText(p); text != last {
			last = text
			say(std, []string{text})
		}
	}
}
