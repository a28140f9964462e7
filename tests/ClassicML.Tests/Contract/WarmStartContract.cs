using ClassicML.Linear;
using ClassicML.Neural;
using ClassicML.Svm;

namespace ClassicML.Tests.Contract;

/// <summary>What a learner promises that starts from an earlier model: it ends where a plain fit does, only sooner.</summary>
public class WarmStartContract
{
    private static readonly ClassificationData Classes = Rows.Of(3);

    private static readonly RegressionData Numbers = Rows.Numbers();

    // Networks by their full gradient: an epoch of Adam more moves any weights on.
    private static readonly object[] All =
    [
        new LogisticRegression(), new SvmClassifier(), new MlpClassifier { HiddenLayers = [4], Solver = MlpSolver.LBfgs, MaxEpochs = 5000 },
        new Lasso { Alpha = 0.01 }, new ElasticNet { Alpha = 0.01 }, new SvmRegressor(),
        new MlpRegressor { HiddenLayers = [4], Solver = MlpSolver.LBfgs, MaxEpochs = 5000 },
    ];

    [Fact]
    public void Every_learner_with_a_warm_start_is_among_them() => Assert.Equal(
        Learners.PublicTypes.Where(type => type.IsClass && type.GetInterfaces().Any(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IWarmStart<,>)))
            .Select(type => type.Name).Order(),
        All.Select(learner => learner.GetType().Name).Order());

    [Fact]
    public void From_its_own_end_a_fit_of_classes_ends_at_once_and_no_higher()
    {
        Holds((IWarmStart<ClassificationData, LogisticRegressionModel>)All[0]);
        Holds((IWarmStart<ClassificationData, SvmClassifierModel>)All[1]);
        Holds((IWarmStart<ClassificationData, MlpClassifierModel>)All[2]);

        static void Holds<TModel>(IWarmStart<ClassificationData, TModel> learner) where TModel : class, IClassifierModel
        {
            TModel cold = learner.Fit(Classes), warm = learner.FitFrom(Classes, cold);
            Sooner(cold, warm);
            Assert.Equal(cold.Predict(Classes.Features), warm.Predict(Classes.Features));
            Assert.Throws<ArgumentNullException>(() => learner.FitFrom(Classes, null!));
            Assert.Throws<ArgumentNullException>(() => learner.FitFrom(null!, cold));
            Assert.Matches("earlier|fitted on 4 features", Fail(() => learner.FitFrom(Rows.Of(3, columns: 5), cold)));
            Assert.Contains("classes", Fail(() => learner.FitFrom(Rows.Of(2), cold)));
        }
    }

    // A machine for each pair of classes has nothing to say to one for each class.
    [Fact]
    public void A_support_vector_model_of_another_strategy_is_refused()
    {
        SvmClassifier pairs = new() { MultiClass = SvmMultiClass.OneVersusOne }, rest = pairs with { MultiClass = SvmMultiClass.OneVersusRest };
        Assert.Contains("the same classes and the same strategy", Fail(() => rest.FitFrom(Classes, pairs.Fit(Classes))));
        Assert.Contains("the same classes and the same strategy", Fail(() => pairs.FitFrom(Classes, rest.Fit(Classes))));
    }

    [Fact]
    public void From_its_own_end_a_fit_of_numbers_ends_at_once_and_no_higher()
    {
        Holds((IWarmStart<RegressionData, LinearRegressionModel>)All[3]);
        Holds((IWarmStart<RegressionData, LinearRegressionModel>)All[4]);
        Holds((IWarmStart<RegressionData, SvmRegressorModel>)All[5]);
        Holds((IWarmStart<RegressionData, MlpRegressorModel>)All[6]);

        static void Holds<TModel>(IWarmStart<RegressionData, TModel> learner) where TModel : class, IRegressorModel
        {
            TModel cold = learner.Fit(Numbers), warm = learner.FitFrom(Numbers, cold);
            Sooner(cold, warm);
            double[] expected = cold.Predict(Numbers.Features), found = warm.Predict(Numbers.Features);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-2);
            Assert.Throws<ArgumentNullException>(() => learner.FitFrom(Numbers, null!));
            Assert.Throws<ArgumentNullException>(() => learner.FitFrom(null!, cold));
            Assert.Matches("earlier|fitted on 4 features", Fail(() => learner.FitFrom(Rows.Numbers(columns: 5), cold)));
        }
    }

    private static void Sooner(IModel cold, IModel warm)
    {
        Assert.True(cold.Report.Converged && warm.Report.Converged, $"{cold.Report}; {warm.Report}");
        Assert.InRange(warm.Report.Iterations, 0, cold.Report.Iterations / 4);
        double least = cold.Report.Objective!.Value;
        Assert.InRange(warm.Report.Objective!.Value, double.NegativeInfinity, least + 1e-6 * Math.Abs(least));
    }
}
