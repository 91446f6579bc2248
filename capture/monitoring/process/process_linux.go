package process

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"segtap/capture/monitoring/exposition"
)

// hertz is how many of its ticks the kernel tells to be a second, on every architecture that Go is for.
const hertz = 100

// The fields of /proc/self/stat behind the name of the program, as proc(5) numbers them less 3.
const (
	userTicks   = 14 - 3
	systemTicks = 15 - 3
	startTicks  = 22 - 3 // since the machine started
	virtual     = 23 - 3 // bytes
	resident    = 24 - 3 // pages
)

// writeProcess writes what the kernel tells of the process.
func writeProcess(page *exposition.Page) {
	if stat, ok := readStat(); ok {
		page.Counter("process_cpu_seconds_total", "Processor time that the program has taken.")
		page.Sample((stat[userTicks] + stat[systemTicks]) / hertz)
		page.Gauge("process_virtual_memory_bytes", "Addresses that are taken, most of them without memory.")
		page.Sample(stat[virtual])
		page.Gauge("process_resident_memory_bytes", "Memory that the program has.")
		page.Sample(stat[resident] * float64(os.Getpagesize()))
		if booted, ok := bootTime(); ok {
			page.Gauge("process_start_time_seconds", "When the program was started, since 1970.")
			page.Sample(booted + stat[startTicks]/hertz)
		}
	}
	if files, err := os.ReadDir("/proc/self/fd"); err == nil {
		page.Gauge("process_open_fds", "Files and connections that are open.")
		page.Sample(float64(len(files)))
	}
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil {
		page.Gauge("process_max_fds", "Files and connections that may be open.")
		page.Sample(float64(limit.Cur))
	}
}

// readStat reads the fields of /proc/self/stat behind the name of the program, which may have anything in it.
func readStat() ([]float64, bool) {
	text, err := os.ReadFile("/proc/self/stat")
	_, behind, found := bytes.Cut(text[max(bytes.LastIndexByte(text, ')'), 0):], []byte(") "))
	fields := strings.Fields(string(behind))
	if err != nil || !found || len(fields) <= resident {
		return nil, false
	}
	numbers := make([]float64, len(fields))
	for i := range fields {
		numbers[i], _ = strconv.ParseFloat(fields[i], 64) // the state is a letter
	}
	return numbers, true
}

// bootTime reads when the machine started, in seconds since 1970.
func bootTime() (float64, bool) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if seconds, found := strings.CutPrefix(line, "btime "); found {
			booted, err := strconv.ParseFloat(strings.TrimSpace(seconds), 64)
			return booted, err == nil
		}
	}
	return 0, false
}
