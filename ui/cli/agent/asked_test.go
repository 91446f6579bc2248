package agent_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// serving starts segtap serve, and gives its address and what ends it.
func serving(t *testing.T, env ...string) (url string, end func()) {
	t.Helper()
	cmd := program(t, "serve", "--memory", "--listen", "127.0.0.1:0")
	cmd.Env = append(cmd.Env, env...)
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if ended {
			return
		}
		ended = true
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	t.Cleanup(end)
	for said := bufio.NewScanner(errs); said.Scan(); {
		if _, at, ok := strings.Cut(said.Text(), "listening on "); ok {
			return at, end
		}
	}
	t.Fatal("it does not listen")
	return "", nil
}

// Two agents ask the segtap that a person has started: both see the same events. When it
// has ended they are told so.
func TestARunningSegtapIsAsked(t *testing.T) {
	url, end := serving(t)
	one, other := connect(t, program(t, "mcp", "--url", url), nil), connect(t, program(t, "mcp", "--url", url), nil)
	if one.url != url || other.url != url {
		t.Fatalf("asked are %s and %s, not %s", one.url, other.url, url)
	}
	one.track(order(`59.9`))
	one.calls("wait", nil).says(`#1 "Order Completed": `)
	other.calls("events", nil).says(`#1 "Order Completed": `)
	end()
	gone := one.does("events", nil)
	if !gone.IsError {
		t.Error("it answers without a segtap")
	}
	gone.says("no segtap answers at "+url, "What to do: ")
}

// A segtap that wants a token is asked with the one of the environment. Without one it is
// told what is missing, and nothing is captured elsewhere.
func TestATokenIsBroughtAlong(t *testing.T) {
	const token = "SEGTAP_API_TOKEN=secret-of-this-test"
	url, _ := serving(t, token)
	with := program(t, "mcp", "--url", url)
	with.Env = append(with.Env, token)
	connect(t, with, nil).calls("status", nil)

	said, err := program(t, "mcp", "--url", url).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 || !strings.Contains(string(said), "refuses to be asked") || !strings.Contains(string(said), "SEGTAP_API_TOKEN") {
		t.Errorf("without a token it ends with %v: %s", err, said)
	}
}

// Without after the newest events come, in their order, those of a filter too.
func TestTheNewestEvents(t *testing.T) {
	a := start(t, nil)
	var tenth any // the epoch behind the tenth
	for i := range 60 {
		if i == 10 {
			tenth = a.calls("status", map[string]any{}).member("epoch")
		}
		name := "Common"
		if i == 2 || i == 3 {
			name = "Rare"
		}
		a.track(fmt.Sprintf(`{"userId":"u","event":%q,"properties":{"value":%d}}`, name, i))
	}
	for _, c := range []struct {
		args  map[string]any
		ids   []float64
		other bool
	}{
		{map[string]any{"limit": 2}, []float64{59, 60}, true},
		{map[string]any{"limit": 2, "filter": "event:Rare"}, []float64{3, 4}, false},
		{map[string]any{"limit": 1, "filter": "event:Rare"}, []float64{4}, true},
		{map[string]any{"limit": 9, "filter": "event:Rare"}, []float64{3, 4}, false},
		{map[string]any{"limit": 9, "filter": "event:None"}, nil, false},
		{map[string]any{"limit": 2, "after": tenth}, []float64{11, 12}, false},
	} {
		res := a.calls("events", c.args)
		var ids []float64
		for _, e := range res.member("events").([]any) {
			ids = append(ids, e.(map[string]any)["id"].(float64))
		}
		if fmt.Sprint(ids) != fmt.Sprint(c.ids) || c.other && !strings.Contains(res.text, "There are others before these.") {
			t.Errorf("%v gives %v: %s", c.args, ids, res.text)
		}
	}
	for _, limit := range []int{-1, 1001} {
		if res := a.does("events", map[string]any{"limit": limit}); !res.IsError {
			t.Errorf("a limit of %d was taken", limit)
		}
	}
}

// A wait tells that it goes on, ends when the agent gives it up, and holds up nothing else.
func TestAWaitCanBeGivenUp(t *testing.T) {
	told := make(chan string, 100)
	a := start(t, &mcp.ClientOptions{ProgressNotificationHandler: func(_ context.Context, req *mcp.ProgressNotificationClientRequest) {
		told <- req.Params.Message
	}})
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		params := &mcp.CallToolParams{Name: "wait", Arguments: map[string]any{"timeout": "5m"}}
		params.SetProgressToken("p")
		_, err := a.CallTool(ctx, params)
		gaveUp <- err
	}()
	select {
	case what := <-told:
		if what != "waiting for 1 event" {
			t.Errorf("told was %q", what)
		}
	case <-time.After(within):
		t.Fatal("nothing is told while it waits")
	}
	a.calls("status", nil)
	cancel()
	select {
	case err := <-gaveUp:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("gave up with %v", err)
		}
	case <-time.After(within):
		t.Fatal("the wait goes on")
	}
}

// It ends when it is told to, with an agent that says nothing.
func TestItEndsWhenItIsTold(t *testing.T) {
	cmd := program(t, "mcp", "--url", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--file", "kept.ndjson")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for said := bufio.NewScanner(errs); said.Scan() && !strings.Contains(said.Text(), "capture file"); {
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// A wait in vain says which event came nearest, and what is wrong with it.
func TestAWaitInVainSaysWhatCameNearest(t *testing.T) {
	a := start(t, nil)
	a.track(order(`"$59.9"`))
	res := a.calls("wait", map[string]any{"filter": `event:"Order Completed" is:counts`, "timeout": "1ms"})
	res.says("Not as waited for: 0 of 1 event came", `Nearest: #1 "Order Completed" `, `value_not_number at /properties/revenue, "$59.9": `, "Fix: Send a JSON number: 59.9")
	if res.member("nearest", 0, "entry") != 1.0 || res.member("nearest", 0, "code") != "value_not_number" {
		t.Errorf("answered %v", res.StructuredContent)
	}
}

// Events that are not listed any more are said to be missing.
func TestEventsThatWereLetGoAreMissed(t *testing.T) {
	a := start(t, nil, "--max-events", "5")
	a.track(order(`1`))
	first := a.calls("status", map[string]any{}).member("epoch")
	for range 7 {
		a.track(order(`1`))
	}
	all := a.calls("events", map[string]any{"after": first})
	gone, _ := all.member("gone").(float64)
	if listed := len(all.member("events").([]any)); gone == 0 || listed+int(gone) != 7 {
		t.Errorf("%d are listed and %v are gone, of 7", listed, gone)
	}
	all.says(fmt.Sprintf("%v events left out: they came, and are not listed any more.", gone))
}
