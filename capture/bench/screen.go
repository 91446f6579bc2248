package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/creack/pty"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// start runs a command in a pseudo-terminal of a size such as 120x36.
func start(size string, command []string) (*exec.Cmd, *os.File, error) {
	var ws pty.Winsize
	if _, err := fmt.Sscanf(size, "%dx%d", &ws.Cols, &ws.Rows); err != nil {
		return nil, nil, fmt.Errorf("size %q: %w", size, err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	terminal, err := pty.StartWithSize(cmd, &ws)
	return cmd, terminal, err
}

// screen runs a command in a pseudo-terminal that nobody looks at, until it is
// told to end.
func screen(size string, command []string) error {
	cmd, terminal, err := start(size, command)
	if err != nil {
		return err
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ended
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}()
	fmt.Println(cmd.Process.Pid)
	_, _ = io.Copy(io.Discard, terminal) // ends with an error when the program does
	return cmd.Wait()
}

// shows prints the milliseconds from the start of segtap to the first screen that
// shows a text.
func shows(text, segtap string, args ...string) error {
	began := time.Now()
	cmd, terminal, err := start("120x36", append([]string{segtap, "--listen", "127.0.0.1:0"}, args...))
	if err != nil {
		return err
	}
	defer func() { _ = cmd.Process.Kill() }()
	var seen []byte
	chunk := make([]byte, 32<<10)
	for !bytes.Contains(seen, []byte(text)) {
		n, err := terminal.Read(chunk)
		seen = append(seen, chunk[:n]...)
		if err != nil {
			return fmt.Errorf("the screen ended: %w", err)
		}
	}
	fmt.Printf("%.1f\n", time.Since(began).Seconds()*1000)
	return nil
}

// fill writes a capture file of single Track calls.
func fill(path string, entries int) error {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		return err
	}
	now := time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)
	file, err := file.Open(path, file.Options{Program: "bench", Now: now})
	if err != nil {
		return err
	}
	s, err := store.New(mapping.NewJudge(engine), file, capture.Limits{})
	if err != nil {
		return err
	}
	var body []byte
	for i := range entries {
		body = appendTrackCall(body[:0], i%connections, i, 0, 1024)
		at := now.Add(time.Duration(i) * time.Millisecond)
		req := store.Request{
			At: at, Method: "POST", Path: "/v1/track", Remote: "127.0.0.1:5",
			WriteKey: "writeKey", WireBytes: int64(len(body)), Intake: message.TakeIn(routes.Route{Type: "track"}.Posted(body, at)), Status: 200,
		}
		if _, err := s.Capture(&req); err != nil {
			return err
		}
	}
	return s.Close()
}
