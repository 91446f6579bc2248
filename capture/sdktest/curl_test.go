package sdktest_test

import (
	"context"
	"os/exec"
	"testing"
)

func TestCurl(t *testing.T) {
	shell, err := exec.LookPath("sh")
	need(t, err)
	_, err = exec.LookPath("curl")
	need(t, err)
	e := listen(t)
	ctx, cancel := context.WithTimeout(t.Context(), runWithin)
	defer cancel()
	out, err := exec.CommandContext(ctx, shell, "-c", linesFor(t, "curl", e.url)).Output()
	if err != nil || string(out) != `{"success":true}` {
		t.Errorf("curl ended with %v and said %q", err, out)
	}
	// No messageId: a message that is sent by hand has none.
	e.check(t, []arrival{{
		"track|Order Completed|u_42", "/v1/track",
		`{"userId":"u_42","event":"Order Completed","properties":{"revenue":59.9},"type":"track"}`,
	}})
}
