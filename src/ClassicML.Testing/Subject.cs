using ClassicML.Wire;

namespace ClassicML.Testing;

/// <summary>The learner that is held to the contract, with its registry and what it says of itself.</summary>
internal sealed record Subject(object Learner, WireRegistry Registry, LearnerTraits Traits)
{
    public bool IsRegressor => Learner is IRegressor<IRegressorModel>;

    /// <summary>Rows of three classes that the learner takes.</summary>
    public Samples Rows(int count = 90) => Traits.Prepare(Samples.OfClasses(3, count));

    public IModel Fit(Samples samples, FitContext context = default) => AnyLearner.Fit(Learner, samples, context);

    /// <summary>What another learner's fit, or this one's, says of rows.</summary>
    public double[] Told(object learner, Samples samples, Features x) => Told(AnyLearner.Fit(learner, samples), x);

    public double[] Told(IModel model, Features x) => Traits.Told is { } told ? told(model, x) : AnyLearner.Outputs(model, x);

    /// <summary>All of a model, or of anything that is registered, but for the time that it took.</summary>
    public string Written(object one) => Registry.Write(one).Without(WireReader.ElapsedName).ToString();

    /// <summary>What comes back from the text of a model or a learner.</summary>
    public T Copy<T>(T one) where T : class => Registry.Read<T>(WireForm.Parse(Registry.Write(one).ToString()));
}
