package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := do(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func do(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("usage: see doc.go")
	}
	switch verb := args[0]; {
	case verb == "bare":
		return bare()
	case verb == "screen" && len(args) > 2:
		return screen(args[1], args[2:])
	case verb == "load" && len(args) == 4:
		d, err := time.ParseDuration(args[3])
		if err != nil {
			return err
		}
		return load(args[1], args[2], d)
	case verb == "fill" && len(args) == 3:
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return fill(args[1], n)
	case verb == "search" && len(args) > 2:
		return search(args[1], args[2:])
	case verb == "rejudge" && len(args) == 2:
		return rejudge(args[1])
	case verb == "open" && len(args) == 3:
		return shows("Order Completed", args[2], "--file", args[1])
	case verb == "first" && len(args) == 2:
		return shows("Waiting for the first", args[1], "--memory")
	case verb == "messages" && len(args) == 3:
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return messages(args[1], n)
	case verb == "time" && len(args) > 1:
		return took(args[1:])
	}
	return fmt.Errorf("usage: see doc.go")
}

// bare is the least that answers: what segtap is compared with.
func bare() error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", ln.Addr())
	return http.Serve(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"success":true}`)
	}))
}
