namespace ClassicML;

/// <summary>
/// A transformer that maps the rows it is fitted on otherwise than others, such as target encoding, whose training rows are coded by what the rest of them
/// says. Pipelines and searches ask for it, so that what follows never learns from a row's own target.
/// </summary>
/// <typeparam name="TData">What it is fitted on.</typeparam>
public interface ICrossFits<in TData> where TData : class
{
    /// <summary>Fits, and maps the rows that are fitted on.</summary>
    /// <returns>The model of all rows, and the rows as what follows may learn from them.</returns>
    /// <inheritdoc cref="ILearner{TData, TModel}.Fit"/>
    (ITransformerModel Model, Features Rows) FitTransform(TData data, FitContext context = default);
}
