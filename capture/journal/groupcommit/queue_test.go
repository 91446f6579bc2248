package groupcommit

import (
	"runtime"
	"slices"
	"sync"
	"testing"
)

func TestEveryThingIsWorkedOnOnceAndBeforeItsSenderGetsBack(t *testing.T) {
	const senders, each = 16, 500
	var q Queue[[2]int]
	done := make(map[[2]int]int) // how often each was worked on
	var last [senders]int
	var mu sync.Mutex // the test's: who works is alone, and a sender looks at what it did
	work := func(things [][2]int) {
		mu.Lock()
		defer mu.Unlock()
		for _, thing := range things {
			done[thing]++
			if thing[1] != last[thing[0]] {
				t.Errorf("sender %d: %d is worked on after %d", thing[0], thing[1], last[thing[0]]-1)
			}
			last[thing[0]]++
		}
	}
	var all sync.WaitGroup
	for sender := range senders {
		all.Go(func() {
			for i := range each {
				thing := [2]int{sender, i}
				q.Do(thing, work)
				mu.Lock()
				if done[thing] != 1 {
					t.Errorf("%v was worked on %d times before its sender got back", thing, done[thing])
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(done) != senders*each {
		t.Errorf("%d things of %d", len(done), senders*each)
	}
}

// Those who come while somebody works are the next group, in the order in which they came.
func TestThoseWhoComeMeanwhileAreTheNextGroup(t *testing.T) {
	var q Queue[int]
	var groups [][]int
	under, way := make(chan bool), make(chan bool)
	work := func(things []int) {
		groups = append(groups, slices.Clone(things))
		if things[0] == 0 {
			close(under)
			<-way
		}
	}
	var all sync.WaitGroup
	all.Go(func() { q.Do(0, work) })
	<-under
	for i := 1; i < 5; i++ {
		all.Go(func() { q.Do(i, work) })
		for !q.has(i) {
			runtime.Gosched()
		}
	}
	close(way)
	all.Wait()
	if len(groups) != 2 || !slices.Equal(groups[1], []int{1, 2, 3, 4}) {
		t.Errorf("the groups are %v", groups)
	}
}

// has reports whether n things wait for a turn.
func (q *Queue[T]) has(n int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.open != nil && len(q.open.things) == n
}

// Who comes first of a group gets the panic; the other gets back, its thing is not worked on,
// and those who come later are as if nothing had been.
func TestWorkThatPanicsKeepsNobodyWaiting(t *testing.T) {
	var q Queue[int]
	var worked []int
	under, way := make(chan bool), make(chan bool)
	work := func(things []int) {
		switch things[0] {
		case 0:
			close(under)
			<-way
		case 1:
			panic("broken")
		}
		worked = append(worked, things...)
	}
	var all sync.WaitGroup
	all.Go(func() { q.Do(0, work) })
	<-under
	all.Go(func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not get through")
			}
		}()
		q.Do(1, work)
	})
	for !q.has(1) {
		runtime.Gosched()
	}
	all.Go(func() { q.Do(2, work) })
	for !q.has(2) {
		runtime.Gosched()
	}
	close(way)
	all.Wait()
	if q.Do(3, work); !slices.Equal(worked, []int{0, 3}) {
		t.Errorf("%v were worked on", worked)
	}
}
