using System.Reflection;
using ClassicML.Cnn;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Every learner, splitter and model is registered, and its options are what the registry says they are.</summary>
public class RegistryContract
{
    public static TheoryData<string> FromDefaults => Learners.FromDefaults;

    public static TheoryData<string> Classifiers => Learners.Classifiers;

    [Fact]
    public void Every_public_learner_splitter_and_model_is_registered()
    {
        Type[] contracts = [typeof(IClassifier<>), typeof(IRegressor<>), typeof(ISupervisedTransformer<>), typeof(ILearner<,>), typeof(ISplitter), typeof(IModel)];
        string[] missing = [.. Learners.PublicTypes
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(i => contracts.Contains(i.IsGenericType ? i.GetGenericTypeDefinition() : i)))
            .Where(type => !typeof(IPipeline).IsAssignableFrom(type))
            .Where(type => !Learners.Registry.Types.Any(known => Registered(known) == type))
            .Select(type => type.Name)];
        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Options_are_all_the_settable_properties_and_their_names(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        Assert.Equal(
            type.CreateDefault().GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name).Order(),
            type.Options.Select(option => option.Name).Order());
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", name);
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Defaults_written_and_read_are_equal(string name)
    {
        object learner = Learners.Registry.Find(name)!.CreateDefault();
        Assert.Equal(learner, Learners.Registry.Read<object>(WireForm.Parse(Learners.Registry.Write(learner).ToString())));
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Every_option_takes_its_default_as_text(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        object learner = type.CreateDefault();
        foreach (WireOption option in type.Options)
            Assert.Equal(learner, option.Set(learner, option.Parse(option.Default), Learners.Registry));
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Numbers_outside_their_range_are_refused_by_name(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        foreach (WireOption option in type.Options.Where(option => option.Range is not null))
        {
            Interval range = option.Range!.Value;
            bool whole = option.Get(type.CreateDefault(), Learners.Registry) is not WireValue.Number;
            double[] outside = [range.Low - 1, range.High + 1, .. range.LowOpen ? [range.Low] : Array.Empty<double>(), .. range.HighOpen ? [range.High] : Array.Empty<double>()];
            foreach (double value in outside.Where(v => !range.Contains(v) && (!whole || double.IsFinite(v))))
            {
                WireValue wire = whole ? new WireValue.Integer((long)value) : new WireValue.Number(value);
                Assert.Contains($"{option.Name} must be", Fail(() => option.Set(type.CreateDefault(), wire, Learners.Registry)));
            }
            if (!whole) Assert.Contains("was NaN", Fail(() => option.Set(type.CreateDefault(), new WireValue.Number(double.NaN), Learners.Registry)));
        }
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Texts_that_are_no_values_are_refused_by_name(string name)
    {
        foreach (WireOption option in Learners.Registry.Find(name)!.Options)
            Assert.Contains($"{option.Name} must be {option.Allowed}, was 'nonsense'", Fail(() => option.Parse("nonsense")));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void A_learner_written_and_read_fits_the_same_model(string name)
    {
        IClassifier<IClassifierModel> learner = Learners.Classifier(name);
        WireForm form = WireForm.Parse(Learners.Registry.Write(learner).ToString());
        var read = Learners.Registry.Read<IClassifier<IClassifierModel>>(form);
        Assert.Equal(form, Learners.Registry.Write(read));
        Assert.Equal(
            Learners.Registry.Write(learner.Fit(Rows.Of(3))).Without(WireReader.ElapsedName),
            Learners.Registry.Write(read.Fit(Rows.Of(3))).Without(WireReader.ElapsedName));
    }

    [Fact]
    public void Each_project_lists_its_own_types_and_all_of_them_together_are_registered()
    {
        IReadOnlyList<WireType>[] lists =
        [
            LinearWireTypes.All, NeighborsWireTypes.All, SvmWireTypes.All, TreesWireTypes.All, PreprocessingWireTypes.All, ModelSelectionWireTypes.All,
            DecompositionWireTypes.All, NeuralWireTypes.All, CnnWireTypes.All,
        ];
        Assembly core = typeof(WireType).Assembly;
        Assert.Equal(lists.Length, Learners.PublicTypes.Count(type => type.Name.EndsWith("WireTypes", StringComparison.Ordinal) && type.Assembly != core));
        foreach (IReadOnlyList<WireType> list in lists)
        {
            // Beside its own a project lists what it takes from Core, such as kernel functions, so that its registry alone is enough.
            Assembly own = list.Select(type => Registered(type)!.Assembly).First(assembly => assembly != core);
            Assert.Equal(
                Learners.Registry.Types.Where(type => Registered(type)?.Assembly == own).Select(type => type.Name).Order(),
                list.Where(type => Registered(type)!.Assembly != core).Select(type => type.Name).Order());
            Assert.Equal(list.Count, list.Select(type => type.Name).Distinct().Count());
            var alone = new WireRegistry(list);
            foreach (WireType type in list.Where(type => type.CanCreate))
            {
                object instance = type.CreateDefault();
                Assert.Equal(instance, alone.Read<object>(alone.Write(instance)));
            }
        }
        Assert.Equal(
            Learners.Registry.Types.Select(type => type.Name).Order(),
            new WireRegistry(lists.SelectMany(list => list)).Types.Select(type => type.Name).Order());
    }

    private static Type? Registered(WireType type) =>
        type.GetType() is { IsGenericType: true } generic ? generic.GetGenericArguments()[0] : null;
}
