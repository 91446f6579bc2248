#!/usr/bin/env bash
# A cell that changes in the last column makes the terminal renderer put together all cells before it
#
# Package:  github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4 (Go), which
#           Bubble Tea 2.1.1 draws with, on 2026-11-30
# Expected: one cell a row costs about the same in the last column as in the first: the cursor is
#           moved there by an escape sequence of a few bytes.
# Seen:     so much is written; but the cells on the way are put together as a text, in several
#           trials, that is then dropped for the sequence. At 200x50 a frame that changes the last
#           column allocates 3 MB, one that changes the first 5 KB.
# Meets it: who draws a scroll bar or the side of a box at the right: each frame makes garbage for
#           the collector while it is drawn, more the wider the terminal.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"runtime"

	uv "github.com/charmbracelet/ultraviolet"
)

const columns, rows, frames = 200, 50, 200

// draw gives the bytes that are allocated, and those that are written, for a frame that changes
// one column.
func draw(column int) (memory, written uint64) {
	var out bytes.Buffer
	r := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
	r.SetRelativeCursor(false)
	r.SetFullscreen(true)
	r.Resize(columns, rows)
	screen := uv.NewScreenBuffer(columns, rows)
	for y := range rows {
		for x := range columns {
			screen.SetCell(x, y, &uv.Cell{Content: ".", Width: 1})
		}
	}
	var before, after runtime.MemStats
	for i := range frames + 2 {
		if i == 2 {
			runtime.ReadMemStats(&before)
			written = 0
		}
		for y := range rows {
			screen.SetCell(column, y, &uv.Cell{Content: "ab"[i%2 : i%2+1], Width: 1})
		}
		r.Render(screen.RenderBuffer)
		r.Flush()
		written += uint64(out.Len())
		out.Reset()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / frames, written / frames
}

func main() {
	first, firstWritten := draw(0)
	last, lastWritten := draw(columns - 1)
	fmt.Println("over 100 times the memory:", last > 100*first)
	fmt.Println("over 10 bytes written a row:", firstWritten > 10*rows || lastWritten > 10*rows)
}
GO
cat >go.mod <<'MOD'
module finding

go 1.26

require github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4
MOD
go mod tidy >tidied 2>&1 || { cat tidied; exit 1; }
cat >want <<'WANT'
over 100 times the memory: true
over 10 bytes written a row: false
WANT
go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
