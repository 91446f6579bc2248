package cli

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/dustin/go-humanize"
)

// TestTheSizingIsComputed holds what the page on sizing computes against the figures that it has.
func TestTheSizingIsComputed(t *testing.T) {
	text, err := os.ReadFile("../../docs/sizing.md")
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) string {
		_, rest, _ := strings.Cut(string(text), "<!-- "+name)
		_, rest, _ = strings.Cut(rest, "-->\n")
		rest, _, _ = strings.Cut(rest, "<!-- /")
		return rest
	}
	figures := make(map[string]float64)
	for _, m := range regexp.MustCompile(`(?m)^\| (\w+) \| ([\d.]+) (µs|bytes|MB) \|`).FindAllStringSubmatch(part("figures:"), -1) {
		figures[m[1]], _ = strconv.ParseFloat(m[2], 64)
	}
	call, batched, followed, wire, file, entry, empty := figures["call"], figures["batched"], figures["followed"], figures["wire"], figures["file"], figures["entry"], figures["empty"]
	replicated, copied, kept := figures["replicated"], figures["copied"], figures["kept"]
	if len(figures) != 10 || call*batched*followed*wire*file*entry*empty*replicated*copied*kept == 0 {
		t.Fatal(figures)
	}
	const day, listed, replicas, readers = 24 * 3600, 2_000_000, 3, 2 + 5
	one := "| messages a second | of a core, single calls | of a core, batches | file a day | a disk of 100 GB is full in | the list goes back | network |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
	for _, m := range []float64{1, 100, 1_000, 10_000, 100_000} {
		one += fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s/s |\n", humanize.Comma(int64(m)), share(m*call/1e6), share(m*batched/1e6),
			humanize.Bytes(uint64(m*file*day)), spans(100e9/(m*file)), spans(listed/m), humanize.Bytes(uint64(m*wire)))
	}
	one += fmt.Sprintf("\nA core receives %s single calls or %s messages in batches a second. Memory is %s for the list of 2,000,000 events, %s for 200,000. A link of 1 Gbit/s carries %s messages a second.\n",
		thousands(1e6/call), thousands(1e6/batched), humanize.Bytes(uint64(empty*1e6+listed*entry)), humanize.Bytes(uint64(empty*1e6+listed/10*entry)), thousands(125e6/wire))
	if got := part("computed:"); got != one {
		t.Errorf("docs/sizing.md computes\n%s\nand should\n%s", got, one)
	}
	many := "| messages a second, in single calls | cores of each of 2 `serve` | of each of 4 | of each of 16 |\n| ---: | ---: | ---: | ---: |\n"
	for _, m := range []float64{1_000, 10_000, 50_000, 100_000} {
		many += "| " + humanize.Comma(int64(m))
		for _, n := range []float64{2, 4, 16} {
			many += fmt.Sprintf(" | %.2f", (m/n*call+m*(1-1/n)*followed)/1e6)
		}
		many += " |\n"
	}
	many += fmt.Sprintf("\nThis is without what the stream itself costs. A core follows %s messages a second.\n", thousands(1e6/followed))
	if got := part("many:"); got != many {
		t.Errorf("docs/sizing.md computes\n%s\nand should\n%s", got, many)
	}
	nodes := "| messages a second | cores of all nodes, single calls | in batches | disk of all nodes, a day | that of a node is 100 GB after | network |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n"
	for _, m := range []float64{100, 1_000, 10_000, 50_000} {
		nodes += fmt.Sprintf("| %s | %.2f | %.2f | %s | %s | %s/s |\n", humanize.Comma(int64(m)), m*replicated/1e6, m*copied/1e6,
			humanize.Bytes(uint64(m*kept*replicas*day)), spans(100e9/(m*kept)), humanize.Bytes(uint64(m*wire*(1+1+replicas-1+readers))))
	}
	if got := part("nodes:"); got != nodes {
		t.Errorf("docs/sizing.md computes\n%s\nand should\n%s", got, nodes)
	}
}

// share is a part of a core, in percent.
func share(cores float64) string {
	return strconv.FormatFloat(cores*100, 'f', max(0, int(1-math.Floor(math.Log10(cores*100)))), 64) + " %"
}

// thousands is a number as exact as a figure of two digits lets it be.
func thousands(n float64) string {
	return humanize.Comma(int64(n/1000+0.5) * 1000)
}

// spans is a length of time in the largest unit that it has two of.
func spans(seconds float64) string {
	for _, unit := range []struct {
		name    string
		seconds float64
	}{{"years", 365 * 24 * 3600}, {"days", 24 * 3600}, {"hours", 3600}, {"minutes", 60}} {
		if seconds >= 2*unit.seconds {
			return fmt.Sprintf("%.0f %s", seconds/unit.seconds, unit.name)
		}
	}
	return fmt.Sprintf("%.0f seconds", seconds)
}
