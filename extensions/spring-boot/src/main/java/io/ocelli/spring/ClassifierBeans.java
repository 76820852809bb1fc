package io.ocelli.spring;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Makes a bean of each classifier that the properties name. */
final class ClassifierBeans implements ImportBeanDefinitionRegistrar, EnvironmentAware {
    private Environment environment = new org.springframework.core.env.StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(
            AnnotationMetadata metadata, BeanDefinitionRegistry registry, BeanNameGenerator generator) {
        Binder.get(environment)
                .bind("ocelli", OcelliProperties.class)
                .ifBound(properties -> properties.classifiers().forEach((name, said) -> {
                    BeanDefinition bean = BeanDefinitionBuilder.rootBeanDefinition(
                                    ReloadableClassifier.class, () -> new ReloadableClassifier(name, said::open))
                            .getBeanDefinition();
                    registry.registerBeanDefinition(name, bean);
                }));
    }
}
