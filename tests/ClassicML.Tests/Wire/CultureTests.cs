using System.Globalization;
using System.Text.RegularExpressions;
using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>What is written does not depend on the culture of the thread: decimal commas, minus signs, and the Turkish i.</summary>
public partial class CultureTests
{
    public static TheoryData<string> FromDefaults => Learners.FromDefaults;

    public static TheoryData<string> All => [.. Learners.Classifiers.Select(row => row.Data).Concat(Learners.Regressors.Select(row => row.Data))
        .Concat(Learners.Transformers.Select(row => row.Data)).Concat(Learners.OutlierDetectors.Select(row => row.Data)).Concat(Learners.OfTables)
        .Distinct()];

    [Theory, MemberData(nameof(All))]
    public void A_fit_is_the_same_under_any_culture(string name)
    {
        WireForm expected = Fitted(name);
        foreach (CultureInfo culture in Cultures())
            Under(culture, () =>
            {
                WireForm form = Fitted(name);
                Assert.Equal(expected.Without(WireReader.ElapsedName).ToString(), form.Without(WireReader.ElapsedName).ToString());
                Assert.Equal(form, Learners.Registry.Write(Learners.Registry.Read<object>(WireForm.Parse(form.ToString()))));
            });
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Options_are_the_same_text_under_any_culture(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        string Options() => string.Join('\n', type.Options.Select(option => $"{option.Name} {option.Default} {option.Allowed}"))
            + Learners.Registry.Write(type.CreateDefault());
        string expected = Options();
        foreach (CultureInfo culture in Cultures())
            Under(culture, () =>
            {
                Assert.Equal(expected, Options());
                object learner = type.CreateDefault();
                foreach (WireOption option in type.Options)
                    Assert.Equal(learner, option.Set(learner, option.Parse(option.Default), Learners.Registry));
            });
    }

    [Fact]
    public void Messages_say_numbers_with_a_point() => Under(Commas(), () =>
    {
        Assert.Contains("was -0.5", Fail(() => new ClassicML.Linear.Ridge { Alpha = -0.5 }));
        Assert.Contains("row 1 has weight -0.5", Fail(() => Rows.Of(2).WithWeights([1, -0.5, .. new double[88]])));
    });

    /// <summary>CA1305 does not look into interpolated strings.</summary>
    [Fact]
    public void Numbers_with_a_format_are_interpolated_invariantly()
    {
        var wrong = new List<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(file);
            foreach (Match match in Formatted().Matches(text))
                if (!text[Math.Max(0, match.Index - 400)..match.Index].Contains("Invariant")) wrong.Add($"{file}: {match.Value}");
        }
        Assert.Empty(wrong);
    }

    [GeneratedRegex("""\{[^{}"\n]*:[CEFGPRcefgpr]\d*\}""")]
    private static partial Regex Formatted();

    // Limits as low as they go, so that the reason for stopping says what was reached.
    private static WireForm Fitted(string name)
    {
        object? learner = Learners.Registry.Find(name) is { CanCreate: true } type && name != "cnn-classifier" ? type.CreateDefault() : null;
        if (learner is not null)
            foreach (WireOption option in Learners.Registry.Find(name)!.Options.Where(o => o.Name is "MaxIterations" or "MaxEpochs"))
                learner = option.Set(learner, new WireValue.Integer(1), Learners.Registry);
        learner ??= Learners.All[name];
        object model = learner switch
        {
            IClassifier<IClassifierModel> classifier => classifier.Fit(Rows.Of(3)),
            IRegressor<IRegressorModel> regressor => regressor.Fit(Rows.Numbers()),
            ITransformer<ITransformerModel> transformer => transformer.Fit(Learners.OfTables.Contains(name) ? TableRows.Of(name) : Rows.Of(3).Features),
            ISupervisedTransformer<ITransformerModel> transformer => transformer.Fit(Rows.Of(3)),
            _ => ((ILearner<OutlierData, IOutlierModel>)learner).Fit(Rows.Outliers()),
        };
        return Learners.Registry.Write(model);
    }

    private static IEnumerable<CultureInfo> Cultures()
    {
        yield return Commas();
        CultureInfo? turkish = null;
        try
        {
            turkish = CultureInfo.GetCultureInfo("tr-TR");
        }
        catch (CultureNotFoundException)
        {
            // A machine without ICU knows the invariant culture alone.
        }
        if (turkish is not null) yield return turkish;
    }

    // The invariant culture but for its signs, so that it needs no ICU.
    private static CultureInfo Commas()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "−";
        culture.NumberFormat.NaNSymbol = "keine Zahl";
        culture.NumberFormat.PositiveInfinitySymbol = "unendlich";
        return culture;
    }

    private static void Under(CultureInfo culture, Action act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
