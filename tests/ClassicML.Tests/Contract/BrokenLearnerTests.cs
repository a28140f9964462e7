using System.Collections.Immutable;
using System.Diagnostics;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Each kind of check fails for a learner that breaks what it is about, and for no other reason.</summary>
public class BrokenLearnerTests
{
    public static TheoryData<Fault, string> Broken => new()
    {
        { Fault.Counts, "A fit leaves the learner as it was and a second fit is the same" },
        { Fault.GoesByThreads, "Any number of threads gives the same bits" },
        { Fault.SaysNoTime, "The report is filled in" },
        { Fault.IsNeverCancelled, "A cancelled fit throws" },
        { Fault.StopsInSilence, "A fit that is asked to stop says that it did or is whole" },
        { Fault.GoesByBatch, "A batch predicts what its rows predict in any order" },
        { Fault.SharesAboveOne, "Probabilities are shares that sum to one and the class is a likeliest" },
        { Fault.LosesLabels, "A subset keeps its parent's labels" },
        { Fault.ReadsAnything, "Values that are no numbers are refused by row and column" },
        { Fault.ReadsAnything, "Magnitudes beyond the limit are refused by row and column" },
        { Fault.TakesAnyWidth, "Another width, nothing or a wrong destination is refused" },
        { Fault.NeedsTenRows, "Odd shapes fit or are refused in words" },
        { Fault.DividesBySpread, "Hard data of ordinary kinds is fitted" },
        { Fault.DividesBySpread, "Extreme data is fitted or refused in words" },
        { Fault.ForgetsNames, "A model keeps the names of its columns" },
        { Fault.ForgetsNames, "A model is scored by the names of its columns" },
        { Fault.IgnoresOrder, "A model puts columns in order by their names" },
        { Fault.CastsToDense, "A table of numbers is as good as a matrix" },
        { Fault.IgnoresWeights, "Whole weights are repeated rows" },
        { Fault.IgnoresWeights, "A row of weight zero is one that is absent" },
        { Fault.CountsWeights, "Weights of one change nothing" },
        { Fault.CastsToDense, "Sparse rows that are not read are refused in words" },
        { Fault.WritesFloats, "A model written and read predicts the same" },
        { Fault.WritesNoOption, "A learner written and read fits the same model" },
        { Fault.WritesNoOption, "Options are all the settable properties and their names" },
        { Fault.EqualsNone, "Defaults written and read are equal" },
        { Fault.EqualsNone, "Every option takes its default as text" },
        { Fault.SetsInPlace, "An option that is set leaves the rest as it was and comes back" },
        { Fault.TakesAnyNumber, "Numbers outside their range are refused by name" },
    };

    public static TheoryData<SparseFault, string> BrokenOnSparseRows => new()
    {
        { SparseFault.ReadsNone, "Sparse rows are read" },
        { SparseFault.ReadsOthers, "Sparse rows that are half empty give the model of dense ones" },
        { SparseFault.ReadsOthers, "Sparse rows of one or two values give the model of dense ones" },
    };

    [Fact]
    public void Without_a_fault_every_promise_is_kept()
    {
        foreach (ContractCheck check in Checks(Fault.None)) check.Run();
        foreach (ContractCheck check in LearnerContract.Transformer(new Shift(Fault.None), Registry(Fault.None))) check.Run();
    }

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_promise_is_noticed(Fault fault, string promise) => Fails(Checks(fault), promise);

    [Theory, MemberData(nameof(BrokenOnSparseRows))]
    public void A_broken_promise_of_sparse_rows_is_noticed(SparseFault fault, string promise) => Fails(
        LearnerContract.Classifier(
            new ClosestMean(fault == SparseFault.ReadsOthers ? Fault.DoublesSparseRows : Fault.None), Registry(Fault.None),
            new() { ReadsSparse = true }),
        promise);

    [Theory]
    [InlineData(Fault.MapsElsewhere, "What maps back maps back")]
    [InlineData(Fault.LooksAtClasses, "A fit on rows with classes or known outliers is one on the rows alone")]
    [InlineData(Fault.ForgetsNames, "What a transformer makes has names where its rows had some")]
    public void A_broken_promise_of_a_transformer_is_noticed(Fault fault, string promise) =>
        Fails(LearnerContract.Transformer(new Shift(fault), Registry(fault)), promise);

    [Fact]
    public void A_reason_that_does_not_hold_is_noticed() => Fails(
        LearnerContract.Classifier(new ClosestMean(Fault.None), Registry(Fault.None), new() { Unweighted = "no reason" }),
        "Weights that are not looked at change nothing");

    // The last: that texts are no values is said by the library's own options, whoever the learner is.
    [Fact]
    public void Every_promise_is_among_those_that_are_broken()
    {
        string[] broken =
        [
            .. Broken.Select(row => row.Data.Item2), .. BrokenOnSparseRows.Select(row => row.Data.Item2), "What maps back maps back",
            "A fit on rows with classes or known outliers is one on the rows alone", "Weights that are not looked at change nothing",
            "What a transformer makes has names where its rows had some",
            "Texts that are no values are refused by name",
        ];
        IEnumerable<ContractCheck> all =
        [
            .. Checks(Fault.None), .. LearnerContract.Transformer(new Shift(Fault.None), Registry(Fault.None)),
            .. LearnerContract.Classifier(
                new ClosestMean(Fault.None), Registry(Fault.None), new() { ReadsSparse = true, Unweighted = "no reason" }),
        ];
        Assert.Equal(all.Select(check => check.Name).Distinct().Order(), broken.Distinct().Order());
    }

    [Fact]
    public void What_is_not_registered_has_no_contract()
    {
        Assert.Contains(
            "ClosestMean is not registered", Fail(() => LearnerContract.Classifier(new ClosestMean(Fault.None), BuiltIn.Registry)));
        WireType model = Registry(Fault.None).Find("closest-mean-model")!;
        Assert.Contains("'closest-mean-model' can't be made from defaults", Fail(() => LearnerContract.Options(model, BuiltIn.Registry)));
    }

    private static void Fails(IReadOnlyList<ContractCheck> checks, string promise)
    {
        ContractCheck check = checks.Single(one => one.ToString() == promise);
        Assert.True(Assert.Throws<ContractException>(check.Run).Message.Length > 20);
    }

    private static IReadOnlyList<ContractCheck> Checks(Fault fault) =>
        LearnerContract.Classifier(new ClosestMean(fault) { Shrink = 0.5 }, Registry(fault));

    private static WireRegistry Registry(Fault fault)
    {
        var learner = new WireOptions<ClosestMean>("closest-mean", WireKind.Classifier, "The class of the closest mean", () => new(fault));
        if (fault != Fault.WritesNoOption)
            learner.Number(nameof(ClosestMean.Shrink), Interval.Share, l => l.Shrink, (l, shrink) => l.WithShrink(shrink));
        return new WireRegistry(
            learner, new WireType<ClosestMeanModel>("closest-mean-model", WireKind.Model, "Means", (m, w) => m.Write(w),
                r => ClosestMeanModel.Read(r, fault)),
            new WireType<Shift>("shift", WireKind.Transformer, "Adds one", (_, _) => { }, _ => new Shift(fault)),
            new WireType<ShiftModel>("shift-model", WireKind.Model, "Adds a number",
                (m, w) => w.Number("By", m.By).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
                r => new ShiftModel(fault, r.Number("By"), r.Integer("FeatureCount", 1), r.Report())));
    }

    /// <summary>What a learner does wrong.</summary>
    public enum Fault
    {
        None, Counts, GoesByThreads, SaysNoTime, IsNeverCancelled, StopsInSilence, GoesByBatch, SharesAboveOne, LosesLabels,
        ReadsAnything, TakesAnyWidth, NeedsTenRows, DividesBySpread, ForgetsNames, IgnoresWeights, CountsWeights, CastsToDense,
        DoublesSparseRows, WritesFloats, WritesNoOption, EqualsNone, SetsInPlace, TakesAnyNumber, MapsElsewhere, LooksAtClasses,
        IgnoresOrder,
    }

    /// <summary>What a learner does wrong that says it reads sparse rows.</summary>
    public enum SparseFault
    {
        ReadsNone, ReadsOthers,
    }

    private sealed record ClosestMean : IClassifier<ClosestMeanModel>
    {
        private readonly Fault fault;
        private double shrink;
        private int fits;

        public ClosestMean(Fault fault) => this.fault = fault;

        public double Shrink
        {
            get => shrink;
            init => shrink = fault == Fault.TakesAnyNumber ? value : Check.Within(value, Interval.Share, nameof(Shrink));
        }

        public ClosestMean WithShrink(double value)
        {
            if (fault != Fault.SetsInPlace) return this with { Shrink = value };
            shrink = Check.Within(value, Interval.Share, nameof(Shrink));
            return this;
        }

        public bool Equals(ClosestMean? other) => fault == Fault.EqualsNone ? ReferenceEquals(this, other) : other?.Shrink == Shrink;

        public override int GetHashCode() => shrink.GetHashCode();

        public ClosestMeanModel Fit(ClassificationData data, FitContext context = default)
        {
            var clock = Stopwatch.StartNew();
            if (fault != Fault.IsNeverCancelled) context.ThrowIfCancelled();
            Matrix x = Read(Check.NotNull(data, nameof(data)).Features, fault);
            if (fault == Fault.NeedsTenRows && x.RowCount < 10) throw new InvalidOperationException("ten");
            ClassLabels labels = fault == Fault.LosesLabels ? new(data.Labels.Names.Where((_, k) => data.Codes.Contains(k))) : data.Labels;
            int p = x.ColumnCount;
            double[] sums = new double[labels.Count * p], sizes = new double[labels.Count];
            for (int i = 0; i < x.RowCount; i++)
            {
                int code = labels.IndexOf(data.Labels[data.Codes[i]]);
                double weight = data.Weights.IsEmpty || fault == Fault.IgnoresWeights ? 1 : data.Weights[i];
                if (!data.Weights.IsEmpty && fault == Fault.CountsWeights) weight += i;
                sizes[code] += weight;
                for (int j = 0; j < p; j++) sums[code * p + j] += weight * x[i, j];
            }
            double factor = 1 - Shrink;
            if (fault == Fault.Counts) factor /= ++fits;
            if (fault == Fault.GoesByThreads) factor /= context.Threads;
            if (fault == Fault.StopsInSilence && context.Stop.IsCancellationRequested) factor /= 2;
            if (fault == Fault.DividesBySpread) factor /= x.Span.ToArray().Where((_, at) => at % p == 0).Distinct().Count() - 1;
            for (int at = 0; at < sums.Length; at++) sums[at] = sizes[at / p] > 0 ? factor * (sums[at] / sizes[at / p]) : 0;
            FitReport report = new FitReport().Ended(this, clock.Elapsed, fault == Fault.ForgetsNames ? null : data.FeatureNames);
            if (fault == Fault.SaysNoTime) report = report with { Elapsed = default };
            return new ClosestMeanModel(fault, labels, Matrix.Wrap(sums, labels.Count, p), sizes, report);
        }

        public static Matrix Read(Features x, Fault fault) => fault switch
        {
            Fault.ReadsAnything when x is Matrix matrix => matrix,
            Fault.CastsToDense => (Matrix)Check.CompleteRows((Matrix)x, nameof(ClosestMean)),
            Fault.DoublesSparseRows when x is SparseMatrix sparse =>
                Matrix.Wrap([.. sparse.ToDense().Span.ToArray().Select((value, at) => at % 3 * value)], x.RowCount, x.ColumnCount),
            _ => Check.Complete(x, nameof(ClosestMean)),
        };
    }

    private sealed record ClosestMeanModel(Fault Fault, ClassLabels Labels, Matrix Means, double[] Sizes, FitReport Report)
        : IClassifierModel, IProbabilisticModel
    {
        public int FeatureCount => Means.ColumnCount;

        public void Predict(Features x, Memory<int> destination)
        {
            Matrix p = Shares(x);
            Check.Destination(destination.Length, p.RowCount);
            for (int i = 0; i < p.RowCount; i++) destination.Span[i] = Array.IndexOf(p.Row(i).ToArray(), p.Row(i).ToArray().Max());
        }

        public void PredictProbabilities(Features x, Memory<double> destination)
        {
            Matrix p = Shares(x);
            Check.Destination(destination.Length, p.Span.Length);
            p.Span.CopyTo(destination.Span);
        }

        // By the inverse distance to each mean.
        private Matrix Shares(Features x)
        {
            if (Fault == Fault.IgnoresOrder) Check.Width(x, FeatureCount);
            else if (Fault != Fault.TakesAnyWidth) x = x.AlignedTo(this);
            Matrix rows = ClosestMean.Read(x, Fault);
            double[] shares = new double[rows.RowCount * Labels.Count];
            for (int i = 0; i < rows.RowCount; i++)
            {
                Span<double> own = shares.AsSpan(i * Labels.Count, Labels.Count);
                double largest = 1e-300;
                for (int j = 0; j < rows.ColumnCount; j++) largest = Math.Max(largest, Math.Abs(rows[i, j]));
                double sum = 0;
                for (int k = 0; k < own.Length; k++)
                {
                    if (Sizes[k] == 0) continue;
                    double distance = 0;
                    for (int j = 0; j < rows.ColumnCount; j++)
                        distance += Math.Abs(rows[i, j] / largest - Means[k, Math.Min(j, Means.ColumnCount - 1)] / largest);
                    if (Fault == Fault.GoesByBatch) distance += rows.RowCount;
                    own[k] = double.IsNaN(distance) ? double.NaN : 1 / (1 + Math.Min(distance, 1e12));
                    sum += own[k];
                }
                for (int k = 0; k < own.Length; k++) own[k] *= (Fault == Fault.SharesAboveOne ? 2 : 1) / sum;
            }
            return Matrix.Wrap(shares, rows.RowCount, Labels.Count);
        }

        public void Write(WireWriter w) => w.Labels("Labels", Labels)
            .Matrix("Means", Fault != Fault.WritesFloats ? Means
                : Matrix.Wrap([.. Means.Span.ToArray().Select(value => (double)(float)value)], Labels.Count, FeatureCount))
            .Doubles("Sizes", Sizes).Report(Report);

        public static ClosestMeanModel Read(WireReader r, Fault fault) =>
            new(fault, r.Labels("Labels", minimum: 1), r.Matrix("Means"), r.Doubles("Sizes"), r.Report());
    }

    private sealed record Shift(Fault Fault) : ITransformer<ShiftModel>, ILearner<ClassificationData, ShiftModel>
    {
        public ShiftModel Fit(Features x, FitContext context = default) => Fit(x, 1, context);

        public ShiftModel Fit(ClassificationData data, FitContext context = default) =>
            Fit(Check.NotNull(data, nameof(data)).Features, Fault == Fault.LooksAtClasses ? data.Codes[0] : 1, context);

        private ShiftModel Fit(Features x, double by, FitContext context)
        {
            var clock = Stopwatch.StartNew();
            context.ThrowIfCancelled();
            Check.Complete(Check.NotNull(x, nameof(x)), nameof(Shift));
            return new ShiftModel(Fault, by, x.ColumnCount, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
        }
    }

    private sealed record ShiftModel(Fault Fault, double By, int FeatureCount, FitReport Report) : ITransformerModel, IInverseTransform
    {
        public int OutputCount => FeatureCount;

        public ImmutableArray<string>? OutputNames => Fault == Fault.ForgetsNames ? null : Report.FeatureNames;

        public Features Transform(Features x) => Mapped(x, By).WithNames(OutputNames);

        public Features InverseTransform(Features x) => Mapped(x, Fault == Fault.MapsElsewhere ? By : -By);

        private Matrix Mapped(Features x, double by)
        {
            return Matrix.Wrap(
                [.. Check.Complete(x.AlignedTo(this), nameof(ShiftModel)).Span.ToArray().Select(value => value + by)], x.RowCount, FeatureCount);
        }
    }
}
