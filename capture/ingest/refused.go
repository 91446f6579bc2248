package ingest

import (
	"net/http"
	"unicode/utf8"

	"golang.org/x/time/rate"

	"segtap/capture/store"
)

const (
	// refusedPrefix is how many bytes are kept of every refused body. It is more
	// than most messages have.
	refusedPrefix = 4 << 10
	// refusedRate and refusedBurst bound what is kept beyond that: bytes per
	// second, and bytes at once. Any web page can send large bodies that are
	// refused, and must not fill the disk with them; who looks at one that went
	// wrong has it whole.
	refusedRate  = 2 << 20
	refusedBurst = 4 * MaxBody
)

func newRefused() *rate.Limiter { return rate.NewLimiter(refusedRate, refusedBurst) }

// bound sees to it that of a request that is refused no more is kept than may be
// now: its whole body, or only the beginning of it.
func (h *handler) bound(req *store.Request, out answer) {
	raw := req.Intake.Raw()
	beyond := len(raw) - refusedPrefix
	if out.status == http.StatusOK || beyond <= 0 || h.refused.AllowN(req.At, beyond) {
		return
	}
	n := refusedPrefix
	for n > refusedPrefix-utf8.UTFMax && !utf8.RuneStart(raw[n]) {
		n--
	}
	req.Intake = req.Intake.CutShort(n)
}
