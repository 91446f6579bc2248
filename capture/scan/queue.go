package scan

import (
	"io/fs"
	"sync"

	"segtap/capture/scan/gitignore"
)

// task is a directory to read, or some files of one.
type task struct {
	dir   string
	rules *gitignore.Rules
	files []file // of the directory; nil: it is to be read
	named bool   // somebody has named these files
}

// file is an entry of a directory.
type file struct {
	name string
	mode fs.FileMode // its type
}

// queue is what is to be done, the last first, so that it stays small.
type queue struct {
	mu      sync.Mutex
	changed sync.Cond
	tasks   []task
	working int // workers that may bring more
	idle    int // workers that wait
	ended   bool
	within  map[string]bool // paths that walks leave out: they were named themselves
}

func newQueue() *queue {
	q := new(queue)
	q.changed.L = &q.mu
	return q
}

func (q *queue) push(tasks ...task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, tasks...)
	q.changed.Broadcast()
}

// pop returns the next task; false: there is none any more. Whoever takes one says done
// when it is.
func (q *queue) pop() (task, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.tasks) == 0 && q.working > 0 && !q.ended {
		q.idle++
		q.changed.Wait()
		q.idle--
	}
	if len(q.tasks) == 0 || q.ended {
		return task{}, false
	}
	last := len(q.tasks) - 1
	t := q.tasks[last]
	q.tasks[last] = task{}
	q.tasks = q.tasks[:last]
	q.working++
	return t, true
}

// done says that a task is done, with all that it has brought.
func (q *queue) done() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.working--; q.working == 0 {
		q.changed.Broadcast()
	}
}

// wanted says whether a worker waits for something to do.
func (q *queue) wanted() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.idle > len(q.tasks)
}

// end has all workers end.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.changed.Broadcast()
}
