using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Applies a function to each value, such as the logarithm to what spreads over orders of magnitude.</summary>
/// <remarks>
/// Nothing is learned but the number of columns. A value outside of the function's domain is refused by row and column, and so is one whose
/// function is not finite. Missing values (NaN) stay missing. Sparse rows stay sparse where the function of 0 is 0, else they are refused. Row
/// weights are not looked at. A function of one's own takes part, and is written once it is registered (<see cref="ElementwiseFunction"/>).
/// </remarks>
/// <example><code>
/// var learner = new FunctionTransformer { Function = ElementwiseFunction.Log1p }.Then(new Ridge());
/// </code></example>
public sealed record FunctionTransformer : ITransformer<FunctionTransformerModel>
{
    /// <summary>The function. Default <see cref="ElementwiseFunction.Identity"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ElementwiseFunction Function { get; init => field = Check.NotNull(value, nameof(Function)); } = ElementwiseFunction.Identity;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or rows are sparse and the function of 0 is not 0.</exception>
    public FunctionTransformerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = Function.KeepsZero
            ? ColumnTiles.ReadableRows(x, nameof(FunctionTransformer)) : ColumnTiles.Readable(x, ReaderThatFills);
        return new FunctionTransformerModel(Function, rows.ColumnCount, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    internal const string ReaderThatFills = nameof(FunctionTransformer) + " with a " + nameof(Function) + " that is not 0 at 0";
}
