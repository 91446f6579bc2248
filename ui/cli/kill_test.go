package cli

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
)

// TestWhatWasAcknowledgedSurvivesKill9 kills `segtap serve` while eight senders
// post to it, opens its file again, and looks for every message that was
// answered 200.
func TestWhatWasAcknowledgedSurvivesKill9(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	var acknowledged []string
	for round := range 5 {
		acknowledged = append(acknowledged, postUntilKilled(t, path, round)...)
	}
	if len(acknowledged) < 100 {
		t.Fatalf("only %d messages were acknowledged: that tests nothing", len(acknowledged))
	}
	file, err := file.Open(path, file.Options{Program: "segtap test"})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	kept := make(map[string]bool)
	for i := range store.Counts().Entries {
		e, _ := store.At(i)
		kept[e.Name] = true
	}
	for _, event := range acknowledged {
		if !kept[event] {
			t.Errorf("%s was acknowledged and is not there", event)
		}
	}
	t.Logf("%d acknowledged, %d kept", len(acknowledged), len(kept))
}

// postUntilKilled starts segtap, posts to it from eight senders, kills it after
// some hundred answers and gives the events that were acknowledged.
func postUntilKilled(t *testing.T, path string, round int) []string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = []string{"segtap", "serve", "--listen", "127.0.0.1:0", "--file", path}
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Wait() }()
	url := ""
	for lines := bufio.NewScanner(errs); url == "" && lines.Scan(); {
		_, url, _ = strings.Cut(lines.Text(), "listening on ")
	}
	if url == "" {
		t.Fatal("segtap never listened")
	}
	client := &http.Client{Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var acknowledged []string
	var senders sync.WaitGroup
	for s := range 8 {
		senders.Go(func() {
			for i := 0; ; i++ {
				event := fmt.Sprintf("r%d-s%d-%d", round, s, i)
				body := fmt.Sprintf(`{"userId":"u","event":%q,"properties":{"text":%q}}`, event, strings.Repeat("x", i*37%4000))
				res, err := client.Post(url+"/v1/track", "application/json", strings.NewReader(body))
				if err != nil {
					return // killed
				}
				_ = res.Body.Close()
				if res.StatusCode != http.StatusOK {
					t.Errorf("answered %d", res.StatusCode)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, event)
				enough := len(acknowledged) == 150+round*40
				mu.Unlock()
				if enough {
					if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
						t.Error(err)
					}
				}
			}
		})
	}
	senders.Wait()
	return acknowledged
}
