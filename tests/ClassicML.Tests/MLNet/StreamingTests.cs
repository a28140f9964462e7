using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.Preprocessing;
using Microsoft.ML;
using Microsoft.ML.Data;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>Rows go by without becoming objects, in blocks whose borders nobody sees.</summary>
public class StreamingTests
{
    private const int RowCount = 100_000;

    private readonly MLContext ml = new(seed: 1);

    /// <summary>Rows that exist only while a cursor stands on them, however many there are.</summary>
    private sealed class Endless(int rowCount) : IDataView
    {
        public DataViewSchema Schema { get; } = Make();

        public bool CanShuffle => false;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(Schema, rowCount);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded)];

        private static DataViewSchema Make()
        {
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, 4));
            builder.AddColumn("Label", BooleanDataViewType.Instance);
            builder.AddColumn("Text", TextDataViewType.Instance);
            return builder.ToSchema();
        }

        private sealed class Cursor(DataViewSchema schema, int rowCount) : DataViewRowCursor
        {
            private static readonly ReadOnlyMemory<char>[] Texts = ["even".AsMemory(), "odd".AsMemory()];

            private long position = -1;

            public override DataViewSchema Schema => schema;

            public override long Position => position;

            public override long Batch => 0;

            public override bool MoveNext() => ++position < rowCount;

            public override bool IsColumnActive(DataViewSchema.Column column) => true;

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)position, 0);

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)(Delegate)(column.Index switch
            {
                0 => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
                {
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, 4);
                    for (int j = 0; j < 4; j++) editor.Values[j] = (position * (j + 3) % 17 - 8) * 0.25f;
                    value = editor.Commit();
                }),
                1 => (ValueGetter<bool>)((ref bool value) => value = position % 3 == 0),
                _ => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Texts[position % 2]),
            });
        }
    }

    [Fact]
    public void A_hundred_thousand_rows_are_predicted_with_little_memory_of_each()
    {
        ModelTransformer model = new LogisticRegression().ToEstimator(ml).Fit(new Endless(1000));
        (int True, double Sum) Run(int rows)
        {
            IDataView predicted = model.Transform(new Endless(rows));
            using DataViewRowCursor cursor = predicted.GetRowCursor(predicted.Schema);
            ValueGetter<bool> label = cursor.GetGetter<bool>(predicted.Schema["PredictedLabel"]);
            ValueGetter<float> score = cursor.GetGetter<float>(predicted.Schema["Score"]);
            ValueGetter<ReadOnlyMemory<char>> text = cursor.GetGetter<ReadOnlyMemory<char>>(predicted.Schema["Text"]);
            (int, double) found = default;
            while (cursor.MoveNext())
            {
                bool isTrue = false;
                float value = 0;
                ReadOnlyMemory<char> passed = default;
                label(ref isTrue);
                score(ref value);
                text(ref passed);
                found = (found.Item1 + (isTrue && passed.Length > 0 ? 1 : 0), found.Item2 + value);
            }
            return found;
        }

        Run(5000);
        // What doesn't grow with the rows is the same in both.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(RowCount);
        long few = GC.GetAllocatedBytesForCurrentThread() - before;
        Run(3 * RowCount);
        long more = GC.GetAllocatedBytesForCurrentThread() - before - few;
        // Less than one boxed number, of 24 bytes. A row of four numbers as an object would be 40; the model's own scores are 16, in an array a block.
        Assert.InRange((more - few) / (2.0 * RowCount), 0, 23);
    }

    [Fact]
    public void A_hundred_thousand_rows_become_a_table_of_their_own_size()
    {
        var view = new Endless(RowCount);
        view.ReadTable();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Table table = view.ReadTable();
        double perRow = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)RowCount;
        Assert.Equal(RowCount, table.RowCount);
        Assert.Equal(["Features.0", "Features.1", "Features.2", "Features.3", "Label", "Text"], table.ColumnNames!.Value);
        Assert.Equal((-8 + 99_999 * 3L % 17) * 0.25, table.Column<NumberColumn>("Features.0")[RowCount - 1]);
        // Five numbers and a code are 44 bytes, in arrays that double as they grow and are cut to size once: four times that at most.
        Assert.InRange(perRow, 44, 4 * 44);
    }

    [Fact]
    public void Blocks_have_no_borders()
    {
        // 2,500 rows are two blocks and a part; what goes through stays beside its prediction, and ids are those of the rows.
        ModelTransformer model = new StandardScaler().Then(new LogisticRegression()).ToEstimator(ml).Fit(new Endless(2500));
        IDataView predicted = model.Transform(new Endless(2500));
        float[] scores = Floats(predicted, "Score");
        float[][] features = [.. predicted.GetColumn<float[]>("Features")];
        bool[] labels = [.. predicted.GetColumn<bool>("Label")];
        double[] expected = model.Model.As<IDecisionScores>()!.DecisionScores(new Endless(2500).ReadMatrix()).Span.ToArray();
        Assert.Equal(Rounded(expected), scores);
        for (int row = 0; row < 2500; row++)
        {
            Assert.Equal(row % 3 == 0, labels[row]);
            Assert.Equal((row * 3 % 17 - 8) * 0.25f, features[row][0]);
        }
        using DataViewRowCursor cursor = predicted.GetRowCursor(predicted.Schema);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        long count = 0;
        while (cursor.MoveNext())
        {
            DataViewRowId value = default;
            id(ref value);
            Assert.Equal((ulong)count, value.Low);
            Assert.Equal(count++, cursor.Position);
        }
        Assert.Equal((2500, -1), (count, cursor.Position));
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Sparse_vectors_are_dense_rows_in_every_block()
    {
        // Rows of two blocks lie in one array, so what a row doesn't store must not be that of a row before.
        double[] values = [.. RandomMatrix(3000, 6).Span.ToArray().Select(value => value > 0.2 ? value : 0)];
        Matrix dense = Single(Matrix.Wrap(values, 3000, 6));
        int[] codes = [.. Enumerable.Range(0, 3000).Select(i => dense[i, 0] > dense[i, 1] ? 1 : 0)];
        var data = new ClassificationData(SparseMatrix.FromDense(dense), codes, new ClassLabels(["a", "b"]));
        ModelTransformer model = new LogisticRegression().ToEstimator(ml).Fit(data.ToDataView());
        Assert.Equal(
            Rounded(((IProbabilisticModel)model.Model).PredictProbabilities(dense).Span.ToArray()),
            Rounded(Vectors(model.Transform(data.ToDataView()), "Score")));
    }

    [Fact]
    public void Several_threads_read_one_model_and_one_view()
    {
        ModelTransformer model = new LogisticRegression().ToEstimator(ml).Fit(new Endless(1000));
        IDataView predicted = model.Transform(new Endless(3000));
        float[] alone = Floats(predicted, "Score");
        float[][] together = new float[8][];
        Parallel.For(0, together.Length, i => together[i] = Floats(predicted, "Score"));
        Assert.All(together, scores => Assert.Equal(alone, scores));
    }

    [Fact]
    public void Columns_that_nobody_asks_for_are_not_predicted()
    {
        ModelTransformer model = new Counting().ToEstimator(ml).Fit(new Endless(100));
        IDataView predicted = model.Transform(new Endless(100));
        Assert.Equal(100, predicted.GetColumn<bool>("Label").Count());
        Assert.Equal(0, ((CountingModel)model.Model).Rows);
        Assert.Equal(100, predicted.GetColumn<bool>("PredictedLabel").Count());
        Assert.Equal(100, ((CountingModel)model.Model).Rows);
    }

    private sealed record Counting : IClassifier<CountingModel>
    {
        public CountingModel Fit(ClassificationData data, FitContext context = default) => new(data.Labels, data.FeatureCount);
    }

    private sealed class CountingModel(ClassLabels labels, int featureCount) : IClassifierModel
    {
        public int Rows { get; private set; }

        public ClassLabels Labels => labels;

        public int FeatureCount => featureCount;

        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<int> destination)
        {
            Rows += x.RowCount;
            destination.Span.Clear();
        }
    }
}
