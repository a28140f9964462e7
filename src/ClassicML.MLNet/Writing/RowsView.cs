namespace ClassicML.MLNet;

/// <summary>Rows in memory as ML.NET sees them: nothing is copied before a value is asked for.</summary>
internal sealed class RowsView : IDataView
{
    private readonly int rowCount;
    private readonly IReadOnlyList<ViewColumn> columns;

    /// <exception cref="ArgumentException">Two columns have one name.</exception>
    public RowsView(int rowCount, IReadOnlyList<ViewColumn> columns)
    {
        (this.rowCount, this.columns) = (rowCount, columns);
        if (columns.GroupBy(column => column.Column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"two columns of the data view would be named '{twice.Key}': rename one", nameof(columns));
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(columns.Select(column => column.Column));
        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    /// <summary>Ends whatever reads the rows, with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; set; }

    // Nor can what ML.NET makes of rows in memory: a trainer sees the same rows in the same order of both.
    public bool CanShuffle => false;

    /// <summary>Whether somebody has asked for the values of a column.</summary>
    public bool WasRead(string name) => columns.Any(column => column.Column.Name == name && column.WasRead);

    public long? GetRowCount() => rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly RowsView view;
        private readonly bool[] isActive;
        private long position = -1;
        private int next;

        public Cursor(RowsView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            this.view = view;
            isActive = new bool[view.columns.Count];
            foreach (DataViewSchema.Column column in columnsNeeded) isActive[column.Index] = true;
        }

        public override DataViewSchema Schema => view.Schema;

        public override long Position => position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            view.Cancellation.ThrowIfCancellationRequested();
            position = next < view.rowCount ? next++ : -1;
            return position >= 0;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => isActive[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Getters.CheckActive(isActive, column);
            return view.columns[column.Index].Getter<TValue>(() => (int)position);
        }
    }
}
