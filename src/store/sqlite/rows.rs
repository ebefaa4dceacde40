//! Rows: many of a table are written by one statement, since what a statement costs is shared by them.

use rusqlite::{ToSql, Transaction, params_from_iter};

use super::Failure;

/// Rows that one statement writes where there are so many.
const ROWS: usize = 32;

/// Writes rows into a table, given with its columns: `change (sequence, article)`.
pub(super) fn insert<Row, const COLUMNS: usize>(
    transaction: &Transaction<'_>,
    table: &str,
    rows: &[Row],
    values: impl Fn(&Row) -> [&dyn ToSql; COLUMNS],
) -> Result<(), Failure> {
    let of = |number| {
        let row = format!("({})", ["?"; COLUMNS].join(", "));
        format!("INSERT INTO {table} VALUES {}", vec![row; number].join(", "))
    };
    let write = |statement: &str, rows: &[Row]| {
        let values = params_from_iter(rows.iter().flat_map(&values));
        transaction.prepare_cached(statement)?.execute(values).map(drop)
    };
    let (many, few) = rows.as_chunks::<ROWS>();
    let (of_many, of_one) = (of(ROWS), of(1));
    many.iter().try_for_each(|rows| write(&of_many, rows))?;
    // By themselves: statements are kept, and one for each number of rows would be many.
    few.chunks(1).try_for_each(|row| write(&of_one, row))?;
    Ok(())
}
