package process

import (
	"runtime"
	"runtime/metrics"

	"segtap/capture/monitoring/exposition"
)

// family is one number that is read.
type family struct {
	name, help string
	grows      bool // while the program runs
	of         string
	more       string // added to it; empty for nothing
}

// families are those of the runtime, by its own names.
var families = [...]family{
	{"go_goroutines", "Goroutines that exist.", false, "/sched/goroutines:goroutines", ""},
	{"go_sched_gomaxprocs_threads", "Threads of the system that may run the program's code at a time.", false, "/sched/gomaxprocs:threads", ""},
	{"go_gc_gogc_percent", "How much the heap may grow until the next collection (GOGC).", false, "/gc/gogc:percent", ""},
	{"go_gc_gomemlimit_bytes", "Memory that the runtime tries to stay below (GOMEMLIMIT).", false, "/gc/gomemlimit:bytes", ""},
	{"go_memstats_alloc_bytes", "Memory of the heap that is in use.", false, "/memory/classes/heap/objects:bytes", ""},
	{"go_memstats_alloc_bytes_total", "Memory of the heap that has been taken, even if given back.", true, "/gc/heap/allocs:bytes", ""},
	{"go_memstats_heap_inuse_bytes", "Memory of the heap in spans that are in use.", false, "/memory/classes/heap/objects:bytes", "/memory/classes/heap/unused:bytes"},
	{"go_memstats_next_gc_bytes", "Size of the heap at which the next collection begins.", false, "/gc/heap/goal:bytes", ""},
	{"go_memstats_sys_bytes", "Memory that the runtime has from the system.", false, "/memory/classes/total:bytes", ""},
}

// Write writes what is so now.
func Write(page *exposition.Page) {
	page.Gauge("go_info", "The version of Go that the program was built with.")
	page.Sample(1, "version", runtime.Version())
	samples := make([]metrics.Sample, 0, 2*len(families))
	for _, f := range families {
		samples = append(samples, metrics.Sample{Name: f.of}, metrics.Sample{Name: f.more})
	}
	metrics.Read(samples)
	for i, f := range families {
		value := number(samples[2*i]) + number(samples[2*i+1])
		if f.grows {
			page.Counter(f.name, f.help)
		} else {
			page.Gauge(f.name, f.help)
		}
		page.Sample(value)
	}
	writeProcess(page)
}

// number is the value of a sample; 0 where there is none.
func number(s metrics.Sample) float64 {
	if s.Value.Kind() == metrics.KindUint64 {
		return float64(s.Value.Uint64())
	}
	return 0
}
