package judging

import (
	"fmt"

	"segtap/capture/launchdarkly/api"
	"segtap/ui/cli/console"
)

// progressText says how far a reading has come.
func progressText(p api.Progress) string {
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

// Progress returns what tells on standard error how far a reading has come, each line
// once.
func Progress(std console.Streams) func(api.Progress) {
	last := ""
	return func(p api.Progress) {
		if text := progressText(p); text != last {
			last = text
			console.Say(std, []string{text})
		}
	}
}
