package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"writ/casefile"
)

// enqueue puts a job down in the transaction of its step. The same job twice is one.
func enqueue(ctx context.Context, tx *sql.Tx, j casefile.Job) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO jobs (case_id, version, kind, at) VALUES (?,?,?,?) ON CONFLICT DO NOTHING`,
		j.Case, j.Version, j.Kind, stamp(j.At))
	if err != nil {
		return fmt.Errorf("sqlite: put a job down: %w", err)
	}
	return nil
}

// rang marks the job of an alarm as done, in the transaction of its step.
func rang(ctx context.Context, tx *sql.Tx, e casefile.Event) error {
	ring, ok := e.(casefile.AlarmRang)
	if !ok {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE jobs SET done = ? WHERE id = ? AND case_id = ? AND done IS NULL`, stamp(ring.At), ring.Job.ID, ring.Job.Case)
	if err != nil {
		return fmt.Errorf("sqlite: mark a job: %w", err)
	}
	return nil
}

// Due gives the jobs that are due; see casefile.Store.
func (st *Store) Due(ctx context.Context, now time.Time, limit int) ([]casefile.Job, error) {
	return collect(ctx, st.read, oneJob, `SELECT id, case_id, version, kind, at FROM jobs WHERE done IS NULL AND at <= ? ORDER BY at, id LIMIT ?`,
		stamp(now), limit)
}

func oneJob(scan func(...any) error) (casefile.Job, error) {
	var j casefile.Job
	var at sql.NullString
	if err := scan(&j.ID, &j.Case, &j.Version, &j.Kind, &at); err != nil {
		return j, err
	}
	var err error
	j.At, err = instant(at)
	return j, err
}

// Done marks a job as done; see casefile.Store.
func (st *Store) Done(ctx context.Context, job int64, now time.Time) error {
	r, err := st.write.ExecContext(ctx, `UPDATE jobs SET done = coalesce(done, ?) WHERE id = ?`, stamp(now), job)
	if err != nil {
		return fmt.Errorf("sqlite: mark a job: %w", err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("%w: no such job", casefile.ErrUnknown)
	}
	return nil
}

// Passed sweeps the columns of the clocks; see casefile.Store.
func (st *Store) Passed(ctx context.Context, now time.Time) ([]casefile.Passing, error) {
	n := stamp(now)
	return collect(ctx, st.read, onePassing, `
		SELECT id, version, 'deadline', deadline AS at FROM cases
		 WHERE deadline <= ? AND overdue = 0 AND erased = 0 AND state NOT IN ('delivered','closed','clarifying','withdrawn')
		UNION ALL SELECT id, version, 'secrecy-end', secrecy FROM cases WHERE secrecy <= ? AND may_tell = 0 AND erased = 0
		UNION ALL SELECT id, version, 'preservation-end', preserve FROM cases WHERE preserve <= ? AND may_expire = 0 AND erased = 0
		UNION ALL SELECT id, version, 'second-approval', second_by FROM cases WHERE second_by <= ? AND late = 0 AND erased = 0
		ORDER BY at, id`, n, n, n, n)
}

func onePassing(scan func(...any) error) (casefile.Passing, error) {
	var p casefile.Passing
	var at sql.NullString
	if err := scan(&p.Case, &p.Version, &p.Kind, &at); err != nil {
		return p, err
	}
	var err error
	p.At, err = instant(at)
	return p, err
}
