namespace ClassicML.Wire;

/// <summary>Pipelines of registered parts. Read back, a pipeline's stages have their interfaces as types; it fits the same models.</summary>
internal static class PipelineWireTypes
{
    public static WireType[] All { get; } =
    [
        Pipeline("classifier-pipeline", WireKind.Classifier, "A transformer followed by a classifier", p => p is IClassifier<IClassifierModel>,
            r => r.Object<ISupervisedTransformer<ITransformerModel>>("First").Then(r.Object<IClassifier<IClassifierModel>>("Last"))),
        Pipeline("regressor-pipeline", WireKind.Regressor, "A transformer followed by a regressor", p => p is IRegressor<IRegressorModel>,
            r => r.Object<IRegressionTransformer<ITransformerModel>>("First").Then(r.Object<IRegressor<IRegressorModel>>("Last"))),
        Pipeline("transformer-pipeline", WireKind.Transformer, "Two transformers, one after the other", p => p is ITransformer<ITransformerModel>,
            r => r.Object<ITransformer<ITransformerModel>>("First").Then(r.Object<ITransformer<ITransformerModel>>("Last"))),
        Pipeline("outlier-pipeline", WireKind.OutlierDetector, "A transformer followed by an outlier detector", p => p is IOutlierDetector<IOutlierModel>,
            r => r.Object<ITransformer<ITransformerModel>>("First").Then(r.Object<IOutlierDetector<IOutlierModel>>("Last"))),
        Model<ClassifierPipelineModel, IClassifierModel>(
            "classifier-pipeline-model", "A fitted transformer and a fitted classifier", m => (m.First, m.Last),
            (first, last, report) => new(first, last, report)),
        Model<RegressorPipelineModel, IRegressorModel>(
            "regressor-pipeline-model", "A fitted transformer and a fitted regressor", m => (m.First, m.Last),
            (first, last, report) => new(first, last, report)),
        Model<TransformerPipelineModel, ITransformerModel>(
            "transformer-pipeline-model", "Two fitted transformers", m => (m.First, m.Last), (first, last, report) => new(first, last, report)),
        Model<OutlierPipelineModel, IOutlierModel>(
            "outlier-pipeline-model", "A fitted transformer and a fitted outlier detector", m => (m.First, m.Last),
            (first, last, report) => new(first, last, report)),
    ];

    private static WireType<TPipeline> Model<TPipeline, TLast>(
        string name, string summary, Func<TPipeline, (ITransformerModel First, TLast Last)> stagesOf, Func<ITransformerModel, TLast, FitReport, TPipeline> make)
        where TPipeline : class, IModel
        where TLast : class, IModel =>
        new(name, WireKind.Model, summary,
            (model, w) => w.Object("First", stagesOf(model).First).Object("Last", stagesOf(model).Last).Report(model.Report),
            r =>
            {
                (ITransformerModel first, TLast last) = Fitting<TLast>(r);
                return make(first, last, r.Report());
            });

    // What the last model reads is what the first one makes.
    private static (ITransformerModel First, T Last) Fitting<T>(WireReader r) where T : class, IModel
    {
        var (first, last) = (r.Object<ITransformerModel>("First"), r.Object<T>("Last"));
        if (first.OutputCount != last.FeatureCount)
            throw new ArgumentException(FormattableString.Invariant(
                $"First makes {first.OutputCount} columns, Last was fitted on {last.FeatureCount}"));
        return (first, last);
    }

    private static PipelineType Pipeline(string name, WireKind kind, string summary, Func<IPipeline, bool> isOne, Func<WireReader, IPipeline> read) =>
        new PipelineType(name, kind, summary, isOne, read);

    // The generic types can't be named one by one, so a pipeline is known by what it implements.
    private sealed class PipelineType(string name, WireKind kind, string summary, Func<IPipeline, bool> isOne, Func<WireReader, IPipeline> read)
        : WireType(name, kind, summary)
    {
        private readonly WireType<IPipeline> form = new(
            name, kind, summary, (pipeline, w) => w.Object("First", pipeline.First).Object("Last", pipeline.Last), read);

        public override bool Describes(object instance) => instance is IPipeline pipeline && isOne(pipeline);

        public override WireForm Write(object instance, WireRegistry registry) => form.Write(instance, registry);

        public override object Read(WireForm form, WireRegistry registry) => this.form.Read(form, registry);
    }
}
