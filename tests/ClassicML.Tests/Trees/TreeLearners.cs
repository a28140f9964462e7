using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Trees;

/// <summary>The learners of this family by name, with options as text: for what holds for all of them.</summary>
internal static class TreeLearners
{
    /// <summary>The trees that a learner of classes grows.</summary>
    public static DecisionTreeClassifierModel[] Grow(string name, ClassificationData data, params (string Option, string Value)[] options) =>
        ((IClassifier<IClassifierModel>)Of(name, options)).Fit(data) switch
        {
            ForestClassifierModel forest => [.. Enumerable.Range(0, forest.TreeCount).Select(forest.Tree)],
            IClassifierModel tree => [(DecisionTreeClassifierModel)tree],
        };

    /// <summary>The trees that a learner of numbers grows.</summary>
    public static DecisionTreeRegressorModel[] Grow(string name, RegressionData data, params (string Option, string Value)[] options) =>
        ((IRegressor<IRegressorModel>)Of(name, options)).Fit(data) switch
        {
            ForestRegressorModel forest => [.. Enumerable.Range(0, forest.TreeCount).Select(forest.Tree)],
            IRegressorModel tree => [(DecisionTreeRegressorModel)tree],
        };

    private static object Of(string name, (string Option, string Value)[] options)
    {
        WireType type = BuiltIn.Registry.Find(name)!;
        object learner = type.CreateDefault();
        foreach ((string option, string value) in options)
            learner = type.Option(option).Set(learner, type.Option(option).Parse(value), BuiltIn.Registry);
        return learner;
    }
}
