package cli

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whoever asks a segtap whether it can keep what comes is told the same by its monitoring and by
// doctor, before any SDK has been refused.
func TestDoctorSaysOfAStreamWhatReadinessSays(t *testing.T) {
	nats := serveStreams(t)
	out, _, _ := ran(t, "", "doctor", "--listen", "127.0.0.1:0", "--journal", nats.address())
	if !strings.Contains(out, "has no stream of that name yet") || strings.Contains(out, "capture files") {
		t.Errorf("before there is a stream doctor says %s", out)
	}
	_, _, tap := segtapServe(t, "--journal", nats.address())
	until := func(want int) (errs string) {
		t.Helper()
		for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
			_, errs, code := ran(t, "", "doctor", "--health", tap)
			if code == want {
				return errs
			}
			if time.Since(began) > time.Minute {
				t.Fatalf("doctor ends with %d, want %d: %s", code, want, errs)
			}
		}
	}
	until(0)
	if out, _, _ := ran(t, "", "doctor", "--listen", "127.0.0.1:0", "--journal", nats.address()); !strings.Contains(out, nats.address()+" is there, can be read, and lets this user publish") {
		t.Errorf("doctor says %s", out)
	}
	nats.stop()
	if out, _, code := ran(t, "", "doctor", "--listen", "127.0.0.1:0", "--journal", nats.address()); code != 1 || !strings.Contains(out, "cannot connect") || !strings.Contains(out, "is the server there") {
		t.Errorf("doctor says %s (%d)", out, code)
	}
	errs := until(1)
	if !strings.Contains(errs, "not ready to keep what comes: the stream cannot be reached") || !strings.Contains(errs, "see to its NATS server") {
		t.Errorf("doctor says %s", errs)
	}
	nats.start()
	posting(t, tap, "after", http.StatusOK)
	until(0)
}
